/** The end of a conversation within whatever scrolls around it: a column of the office, else the page. */
export function bottomOf(end: HTMLElement) {
	const column = end.closest<HTMLElement>('[data-scrolls]')
	const box = column && column.scrollHeight > column.clientHeight ? column : document.documentElement
	return {
		/** Close enough that what arrives should be followed. */
		isNear: () => box.scrollHeight - box.scrollTop - box.clientHeight < 240,
		go: () => box.scrollTo({ top: box.scrollHeight, behavior: 'instant' }),
		/** Remembers the distance to the end; calling what comes back restores it after something was put in above. */
		keep() {
			const distance = box.scrollHeight - box.scrollTop
			return () => box.scrollTo({ top: box.scrollHeight - distance, behavior: 'instant' })
		},
	}
}
