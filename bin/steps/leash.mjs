// Loaded before the app: when the script that started it is gone, however it ended, the app stops as if asked to.
// Without this a killed `npm start` would leave a server behind that holds the port.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()

// A Ctrl-C comes two or three times: from the terminal, from npm, from the script. An app that listens for the first
// must not be ended by the second while it stops in order.
let handled = false
for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
]) {
	process.on(signal, () => {
		if (process.listenerCount(signal) > 1) handled = true
		else if (!handled) process.exit(code)
	})
}
