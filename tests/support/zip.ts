import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What another program finds in a zip file. */
export function unzip(bytes: Buffer): { names: string[]; read(name: string): Buffer } {
	const folder = mkdtempSync(join(tmpdir(), 'tests-zip-'))
	writeFileSync(join(folder, 'a.zip'), bytes)
	execFileSync('python3', ['-m', 'zipfile', '-e', 'a.zip', 'out'], { cwd: folder })
	const list = execFileSync('find', ['out', '-type', 'f', '-printf', '%P\n'], { cwd: folder }).toString()
	return { names: list.trim().split('\n').sort(), read: (name) => readFileSync(join(folder, 'out', name)) }
}
