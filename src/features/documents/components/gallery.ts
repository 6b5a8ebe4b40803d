/** How far a finger must go sideways to mean the next picture, in pixels. */
const far = 48

interface Ways {
	newer: string | null
	older: string | null
	back: string
}

/** Arrows, Escape and swipes on a picture's page. Two fingers, and a picture that is zoomed into, are the browser's. */
export function turning(ways: () => Ways, go: (href: string) => void): () => void {
	const turn = (href: string | null) => {
		if (href) go(href)
	}
	const press = (event: KeyboardEvent) => {
		const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select, dialog *')
		if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey || typing) return
		if (event.key === 'ArrowLeft') turn(ways().newer)
		else if (event.key === 'ArrowRight') turn(ways().older)
		else if (event.key === 'Escape') turn(ways().back)
	}
	let from: { x: number; y: number } | null = null
	const down = ({ touches: [touch, second], target }: TouchEvent) => {
		const there = target instanceof Element && target.closest('[data-turns]')
		const zoomed = (visualViewport?.scale ?? 1) > 1.05
		from = touch && !second && there && !zoomed ? { x: touch.clientX, y: touch.clientY } : null
	}
	const up = ({ changedTouches: [touch] }: TouchEvent) => {
		const [x, y] = from && touch ? [touch.clientX - from.x, touch.clientY - from.y] : [0, 0]
		from = null
		if (Math.abs(x) > far && Math.abs(x) > 2 * Math.abs(y)) turn(x > 0 ? ways().newer : ways().older)
	}
	addEventListener('keydown', press)
	addEventListener('touchstart', down, { passive: true })
	addEventListener('touchend', up, { passive: true })
	return () => {
		removeEventListener('keydown', press)
		removeEventListener('touchstart', down)
		removeEventListener('touchend', up)
	}
}
