import type { Attachment } from 'svelte/attachments'

/**
 * Keys of a list, as long as nobody is typing: J and K (or the arrows, inside the table) go from row to row,
 * X ticks the row, / goes to the search box. Enter opens, because the row's link has the focus.
 */
export const listKeys: Attachment<HTMLElement> = (node) => {
	const rows = () => [...node.querySelectorAll<HTMLElement>('tbody tr')]
	const current = () => rows().findIndex((row) => row.contains(document.activeElement))

	function go(step: number) {
		const all = rows()
		const next = all[Math.max(0, Math.min(all.length - 1, current() + step))]
		next?.querySelector('a')?.focus()
	}

	function keydown(event: KeyboardEvent) {
		if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
		const inside = current() >= 0
		const { key } = event
		if (key === 'j' || (inside && key === 'ArrowDown')) go(1)
		else if (key === 'k' || (inside && key === 'ArrowUp')) go(-1)
		else if (key === 'x' && inside) rows()[current()]?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click()
		else if (key === '/') node.querySelector<HTMLInputElement>('input[type=search]')?.focus()
		else return
		event.preventDefault()
	}

	document.addEventListener('keydown', keydown)
	return () => document.removeEventListener('keydown', keydown)
}

function isTyping(target: EventTarget | null): boolean {
	if (!(target instanceof HTMLElement)) return false
	if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'submit'].includes(target.type)
	return (
		target.isContentEditable ||
		/^(TEXTAREA|SELECT)$/.test(target.tagName) ||
		target.closest('dialog, [popover]') !== null
	)
}
