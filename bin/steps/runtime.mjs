import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { command } from './command.mjs'
import { alone } from './lock.mjs'
import { at, say, Trouble } from './paths.mjs'

const wanted = 24
const binary = at('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** The path of the Node that runs the app: the LTS from the `node` package, whatever Node is on the machine. */
export async function runtime() {
	if (existsSync(binary)) return binary
	return alone('runtime', async () => {
		if (existsSync(binary)) return binary
		say(`Fetching Node ${wanted} …`)
		await command(process.execPath, ['installArchSpecificPackage.js'], { cwd: at('node_modules', 'node') }).catch(say)
		if (existsSync(binary) && spawnSync(binary, ['--version']).status === 0) return binary
		if (Number.parseInt(process.versions.node, 10) >= wanted) return process.execPath
		throw new Trouble(
			`Node ${wanted} could not be installed for ${process.platform}-${process.arch}.\n` +
				`Install Node ${wanted} or newer yourself and start again with it.`,
		)
	})
}
