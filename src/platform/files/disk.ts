import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { access, constants, type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Body, checkKey, type Range, type Storage, type Stored } from './storage.ts'

const INCOMING = '.incoming'
const ABANDONED_AFTER_MS = 6 * 60 * 60 * 1000

/**
 * Files below `folder`, in folders as the key says. Content is written under `.incoming` (which no key can
 * name), made durable, then renamed into place; what a killed process left there is swept at the next start.
 */
export async function openDiskStorage(folder: string): Promise<Storage> {
	const root = resolve(folder)
	const incoming = join(root, INCOMING)
	await mkdir(incoming, { recursive: true, mode: 0o700 })
	await sweep(incoming)
	const at = (key: string) => join(root, ...checkKey(key).split('/'))

	return {
		put: async (key, body) => write(root, join(incoming, randomUUID()), at(key), body),
		get: async (key, range) => read(at(key), range),
		path: at,
		stat: async (key) => {
			const found = await present(stat(at(key)))
			return found?.isFile() ? { size: found.size } : null
		},
		delete: async (key) => {
			await rm(at(key), { force: true })
		},
		list: (prefix) => walk(root, prefix),
		ready: () =>
			access(incoming, constants.W_OK).then(
				() => ({ ok: true as const }),
				(error: Error) => ({ ok: false as const, reason: error.message }),
			),
		close: () => {},
	}
}

async function write(root: string, temporary: string, target: string, body: Body): Promise<Stored> {
	const file = await open(temporary, 'wx', 0o600)
	try {
		const stored = await copy(body, file).finally(() => file.close())
		await mkdir(dirname(target), { recursive: true, mode: 0o700 })
		await rename(temporary, target)
		await syncUpTo(root, dirname(target))
		return stored
	} catch (error) {
		await rm(temporary, { force: true })
		throw error
	}
}

async function copy(body: Body, file: FileHandle): Promise<Stored> {
	const hash = createHash('sha256')
	let size = 0
	for await (const chunk of body) {
		hash.update(chunk)
		size += chunk.length
		await file.writeFile(chunk)
	}
	await file.sync()
	return { size, sha256: hash.digest('hex') }
}

/** An entry is durable only when its folder is, up to the root: another put may have made one a moment ago. */
async function syncUpTo(root: string, folder: string) {
	for (let level = folder; level.length >= root.length; level = dirname(level)) await syncFolder(level)
}

async function syncFolder(folder: string) {
	// Windows can neither open nor sync a folder; its file systems journal renames themselves.
	if (process.platform === 'win32') return
	const handle = await open(folder, 'r')
	await handle.sync().finally(() => handle.close())
}

async function read(path: string, range?: Range) {
	const file = await present(open(path, 'r'))
	if (!file) return null
	return createReadStream(path, { fd: file, start: range?.start ?? 0, end: range?.end ?? Number.POSITIVE_INFINITY })
}

async function* walk(root: string, prefix: string): AsyncIterable<string> {
	// Only folders that can hold the prefix are opened; entries that start with a dot are not keys.
	async function* below(folder: string): AsyncIterable<string> {
		const entries = (await present(readdir(join(root, folder), { withFileTypes: true }))) ?? []
		for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
			const path = folder ? `${folder}/${entry.name}` : entry.name
			if (entry.name.startsWith('.')) continue
			if (entry.isDirectory()) {
				if (`${path}/`.startsWith(prefix) || prefix.startsWith(`${path}/`)) yield* below(path)
			} else if (path.startsWith(prefix)) yield path
		}
	}
	yield* below('')
}

async function sweep(incoming: string) {
	for (const name of await readdir(incoming)) {
		const found = await present(stat(join(incoming, name)))
		if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) await rm(join(incoming, name), { force: true })
	}
}

async function present<T>(promise: Promise<T>): Promise<T | null> {
	return promise.catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null
		throw error
	})
}
