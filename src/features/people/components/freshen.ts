import type { LiveNews } from '#platform/realtime/audience.ts'
import { invalidateAll } from '$app/navigation'

/** Several pieces of news in a row are one reading. */
const calm = 400
const noNews = /^message\.(typing|position|read)$/

/** Reads a record's page again when somebody else has changed what it shows. Returns how to stop. */
export function freshen(concerns: (news: LiveNews) => boolean): () => void {
	let stop = (): void => {}
	let open = true
	let timer: ReturnType<typeof setTimeout> | undefined
	function hear(news: LiveNews): void {
		if (news.mine || noNews.test(news.type) || !concerns(news)) return
		clearTimeout(timer)
		timer = setTimeout(() => void invalidateAll(), calm)
	}
	void import('#platform/realtime/browser.ts').then(({ listen }) => {
		if (open) stop = listen('/office/live', { hear })
	})
	return () => {
		open = false
		clearTimeout(timer)
		stop()
	}
}
