/** What was done, so that it can be taken back and done again. */
export interface History<T> {
	past: readonly T[]
	now: T
	future: readonly T[]
}

const most = 200

export function begun<T>(now: T): History<T> {
	return { past: [], now, future: [] }
}

export function done<T>({ past, now }: History<T>, next: T): History<T> {
	return { past: [...past, now].slice(-most), now: next, future: [] }
}

export function undone<T>(history: History<T>): History<T> {
	const before = history.past.at(-1)
	if (before === undefined) return history
	return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] }
}

export function redone<T>(history: History<T>): History<T> {
	const [next, ...future] = history.future
	return next === undefined ? history : { past: [...history.past, history.now], now: next, future }
}
