export type Toast = {
	id: number
	text: string
	/** The button beside the text, mostly "Undo". */
	action?: { label: string; run: () => void | Promise<void> }
}

const LASTS_MS = 8000
let last = 0

/** What was just done, newest last. Shown by the shells; filled only in the browser. */
export const toasts: Toast[] = $state([])

export function dismiss(id: number) {
	const index = toasts.findIndex((one) => one.id === id)
	if (index >= 0) toasts.splice(index, 1)
}

/** Tells what was done; goes by itself after 8 seconds. Returns the id for `dismiss`. */
export function toast(text: string, action?: Toast['action']): number {
	last += 1
	const id = last
	toasts.push({ id, text, action })
	setTimeout(dismiss, LASTS_MS, id)
	return id
}
