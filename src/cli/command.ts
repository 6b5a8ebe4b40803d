import type { ParseArgsConfig } from 'node:util'

/** One verb. What it returns is printed: as JSON with `--json`, else by `show`. */
export interface Command {
	/** `workspace create`, or a single word. */
	name: string
	summary: string
	usage: string
	options: NonNullable<ParseArgsConfig['options']>
	run(args: Args): Promise<unknown>
	/** The result in lines for a person. */
	show(result: never): string
}

export interface Args {
	values: Record<string, string | boolean | string[] | undefined>
	positionals: string[]
}

/** What went wrong through no fault of ours; the message is for the person at the terminal. */
export class CommandError extends Error {
	override name = 'CommandError'
}

/** A text option that must be there. */
export function required(args: Args, option: string): string {
	const value = args.values[option]
	if (typeof value !== 'string' || !value.trim()) throw new CommandError(`--${option} is missing.`)
	return value.trim()
}

export function optional(args: Args, option: string): string | undefined {
	const value = args.values[option]
	return typeof value === 'string' && value.trim() ? value.trim() : undefined
}

/** Defines a command whose result type is checked between `run` and `show`. */
export function command<R>(
	definition: Omit<Command, 'run' | 'show'> & { run(args: Args): Promise<R>; show(result: R): string },
): Command {
	return definition as Command
}
