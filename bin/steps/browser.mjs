import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { command } from './command.mjs'
import { at, say, Trouble } from './paths.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const playwright = at('node_modules', 'playwright-core', 'cli.js')

/** The path of the system's Chromium (or $CHROMIUM); undefined if there is none. */
export function findBrowser() {
	if (process.env.CHROMIUM) return process.env.CHROMIUM
	const folders = (process.env.PATH ?? '').split(delimiter)
	return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram)
}

/** Finds a browser or installs one: from Debian where we may, else Playwright's own. */
export async function ensureBrowser(node) {
	const found = findBrowser() ?? playwrights(node)
	if (found) return found
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		say('Installing Chromium …')
		const env = { DEBIAN_FRONTEND: 'noninteractive' }
		await command('apt-get', ['update', '-q'], { env }).catch((error) => say(error.message))
		await command('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], { env }).catch((error) =>
			say(error.message),
		)
	}
	if (!findBrowser()) {
		say('Fetching a browser with Playwright …')
		await command(node, [playwright, 'install', 'chromium']).catch((error) => say(error.message))
	}
	const browser = findBrowser() ?? playwrights(node)
	if (!browser)
		throw new Trouble('No browser could be installed. Install Chromium, or name one in CHROMIUM=/path/to/it.')
	return browser
}

function playwrights(node) {
	const script = "process.stdout.write(require('playwright-core').chromium.executablePath())"
	const path = execFileSync(node, ['-e', script], { cwd: at(), encoding: 'utf8' })
	return isProgram(path) ? path : undefined
}

function isProgram(path) {
	try {
		accessSync(path, constants.X_OK)
		return true
	} catch {
		return false
	}
}
