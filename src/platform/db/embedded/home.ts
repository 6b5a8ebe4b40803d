import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Account, canReach, give } from './account.ts'
import { hasCode } from './processes.ts'

/** Where the embedded server of one data folder keeps its things. */
export type Home = {
	folder: string
	/** PostgreSQL's own data directory. */
	data: string
	lock: string
	sharers: string
	log: string
	socketDir: string
	adminPassword: string
	ownerPassword: string
}

/** The path of a Unix socket is limited to about 104 bytes; the socket's own name takes 16 of them. */
const longestFolder = 85
const nameLength = 20

export function openHome(dataDir: string, account: Account | undefined): Home {
	// Run by root, the server's account has to pass through the data folder, but not to list it.
	const mode = account ? 0o711 : 0o700
	mkdirSync(dataDir, { recursive: true, mode })
	mkdirSync(join(dataDir, 'postgres'), { recursive: true, mode })
	const folder = realpathSync(join(dataDir, 'postgres'))
	return {
		folder,
		data: join(folder, 'data'),
		lock: join(folder, 'lock'),
		sharers: join(folder, 'sharers'),
		log: join(folder, 'server.log'),
		socketDir: socketFolder(folder, account),
		adminPassword: password(join(folder, 'admin-password')),
		ownerPassword: password(join(folder, 'owner-password')),
	}
}

/** Makes the socket's folder, which is removed with the server when it lies among temporary files. */
export function makeSocketFolder({ socketDir }: Home, account: Account | undefined): void {
	if (process.platform === 'win32') return
	if (!existsSync(socketDir)) {
		mkdirSync(socketDir, { mode: 0o700 })
		give(socketDir, account)
	}
	// Anybody can make a folder among temporary files.
	const { uid, mode } = statSync(socketDir)
	if (uid !== (account?.uid ?? process.getuid?.()) || (mode & 0o077) !== 0) {
		throw new Error(`${socketDir} belongs to somebody else or is open to others. Remove it and start again.`)
	}
}

export function removeSocketFolder({ folder, socketDir }: Home): void {
	if (dirname(socketDir) !== folder) rmSync(socketDir, { recursive: true, force: true })
}

/** In the home, or under a short name among temporary files where that is too long or closed to the account. */
function socketFolder(folder: string, account: Account | undefined): string {
	const own = join(folder, 'run')
	if (process.platform === 'win32') return own
	if (Buffer.byteLength(own) <= longestFolder && canReach(folder, account)) return own
	const temporary = [tmpdir(), '/tmp'].find(
		(path) => canReach(path, account) && Buffer.byteLength(path) < longestFolder - nameLength,
	)
	const name = `pg-${randomBytes(8).toString('hex')}`
	return kept(join(folder, 'socket-folder'), () => join(temporary ?? '/tmp', name))
}

function password(file: string): string {
	return kept(file, () => randomBytes(24).toString('base64url'))
}

/** A text that is read, or made at first; of processes that start together all get the same one. */
function kept(file: string, make: () => string): string {
	if (!existsSync(file)) {
		const aside = `${file}.${process.pid}`
		writeFileSync(aside, make(), { mode: 0o600, flush: true })
		try {
			linkSync(aside, file)
		} catch (error) {
			if (!hasCode(error, 'EEXIST')) throw error
		} finally {
			rmSync(aside, { force: true })
		}
	}
	return readFileSync(file, 'utf8').trim()
}
