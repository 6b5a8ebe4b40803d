import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const at = (...parts) => join(root, ...parts)

/** Progress goes to stderr: what a program prints on stdout is its own. */
export function say(text) {
	process.stderr.write(`${text}\n`)
}

/** A mistake that a person can mend: shown without a stack. */
export class Trouble extends Error {}

/** Runs a script's main function; a `Trouble` ends it with its message alone. */
export async function main(work) {
	try {
		await work()
	} catch (error) {
		say(error instanceof Trouble ? `\n${error.message}` : (error?.stack ?? String(error)))
		process.exit(1)
	}
}
