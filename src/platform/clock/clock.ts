let source = () => new Date()

/** The time as the product sees it. Everything that expires asks here, so that a test can move it. */
export function now(): Date {
	return source()
}

/** Moves the clock for a test; without an argument the real time is back. */
export function setClock(read?: () => Date): void {
	source = read ?? (() => new Date())
}
