import { existsSync, readFileSync } from 'node:fs'
import { npm } from './command.mjs'
import { alone } from './lock.mjs'
import { at, say } from './paths.mjs'

/** Installs the packages when what lies in node_modules is not what package-lock.json asks for. */
export async function install() {
	if (isInstalled()) return
	await alone('install', async () => {
		if (isInstalled()) return
		say('Installing packages …')
		// NODE_ENV=production would leave out the development packages, and with them Node itself and the bundler.
		await npm(['ci', '--include=dev', '--include=optional', '--no-fund', '--no-audit', '--loglevel=error'], {
			env: { NODE_ENV: 'development' },
			hint: 'The packages could not be installed. Is the npm registry reachable, and is there space on the disk?',
		})
	})
}

/** npm writes its own record last, so a record is also the proof that the installation was not broken off. */
function isInstalled() {
	const record = packages(at('node_modules', '.package-lock.json'))
	if (!record) return false
	const wanted = Object.entries(packages(at('package-lock.json'))).filter(([path]) => path !== '')
	const differs = wanted.filter(([path, entry]) => record[path]?.version !== entry.version && !isForOtherMachine(entry))
	return differs.every(([path, entry]) => installedVersion(path) === entry.version)
}

function isForOtherMachine({ optional, os, cpu, libc }) {
	if (!optional) return false
	return !matches(os, process.platform) || !matches(cpu, process.arch) || libc !== undefined || (!os && !cpu)
}

function matches(list, value) {
	return !list || list.includes(value) || (list.some((item) => item[0] === '!') && !list.includes(`!${value}`))
}

function packages(file) {
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined
}

function installedVersion(path) {
	const file = at(path, 'package.json')
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined
}
