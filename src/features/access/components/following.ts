import { leaveTyping } from '#ui/shell/typing.ts'
import { goto, invalidateAll } from '$app/navigation'
import { page } from '$app/state'

/**
 * Follows what the reader may see: an open page is read again when that changes, leads home when it is not there any
 * more, and out when the session has ended. Returns how to stop.
 */
export function followAccess(): () => void {
	let stop = (): void => {}
	let open = true
	void import('#platform/realtime/browser.ts').then(({ listen }) => {
		if (open)
			stop = listen('/live', { hear: (news) => news.type === 'contact.accessChanged' && void look(), ended: out })
	})
	return () => {
		open = false
		stop()
	}
}

async function look(): Promise<void> {
	await invalidateAll()
	if (page.status === 404) await goto('/', { replaceState: true })
}

function out(): void {
	leaveTyping()
	const { pathname, search } = location
	const next = pathname === '/' ? '' : `next=${encodeURIComponent(pathname + search)}&`
	location.assign(`/sign-in?${next}ended`)
}
