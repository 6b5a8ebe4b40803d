// Loaded before the app: when the script that started it is gone, however it ended, the app stops as if asked to.
// Without this a killed `npm start` would leave a server behind that holds the port.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
