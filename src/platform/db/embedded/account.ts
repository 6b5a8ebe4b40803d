import { chownSync, existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The user that PostgreSQL runs as when the app runs as root, which PostgreSQL refuses. */
export type Account = { uid: number; gid: number }

export function serverAccount(): Account | undefined {
	return process.getuid?.() === 0 ? nobody() : undefined
}

export function give(path: string, account: Account | undefined): void {
	if (account) chownSync(path, account.uid, account.gid)
}

/** May the account walk down to this path? Ours always may. */
export function canReach(path: string, account: Account | undefined): boolean {
	if (!account) return true
	const { uid, gid, mode } = statSync(path)
	const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
	const above = dirname(path)
	return (mode & bit) !== 0 && (above === path || canReach(above, account))
}

function nobody(): Account {
	const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(existsSync('/etc/passwd') ? readFileSync('/etc/passwd', 'utf8') : '')
	return { uid: Number(line?.[1] ?? 65534), gid: Number(line?.[2] ?? 65534) }
}
