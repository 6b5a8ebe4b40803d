/** Counts and lists beside a conversation: asked for again when there is news, left as they are while the line is cut. */

const about = /^(message\.(sent|read|position)|conversation\.)/
/** Several pieces of news in a row are one question. */
const calm = 250

interface Following<T> {
	live: string
	/** What to ask; null when it does not move now. */
	address(): string | null
	tell(found: T): void
	/** Asks as soon as the stream stands, for what came while the page was on its way. */
	atOnce: boolean
}

function follow<T>({ live, address, tell, atOnce }: Following<T>): () => void {
	let open = true
	let quiet = !atOnce
	let timer: ReturnType<typeof setTimeout> | undefined
	let stop = (): void => {}
	async function ask(): Promise<void> {
		const url = address()
		if (!url) return
		try {
			const response = await fetch(url, { headers: { accept: 'application/json' }, redirect: 'manual' })
			if (response.ok && open) tell(await response.json())
		} catch {
			// The line is cut; once it stands again the stream says so, and this is asked again.
		}
	}
	function soon(): void {
		clearTimeout(timer)
		timer = setTimeout(() => void ask(), calm)
	}
	function reread(): void {
		if (!quiet) soon()
		quiet = false
	}
	void import('#platform/realtime/browser.ts').then(({ listen }) => {
		if (open) stop = listen(live, { hear: (news) => about.test(news.type) && soon(), reread })
	})
	return () => {
		open = false
		clearTimeout(timer)
		stop()
	}
}

/** Keeps the number of unread messages in a navigation true, from the browser on. Returns how to stop. */
export function followUnread(face: 'portal' | 'office', tell: (unread: number) => void): () => void {
	const [live, address] = face === 'portal' ? ['/live', '/messages/unread'] : ['/office/live', '/office/inbox/unread']
	return follow<{ unread: number }>({
		live,
		address: () => address,
		tell: ({ unread }) => tell(unread),
		atOnce: false,
	})
}

/** Keeps a list of the office true. Returns how to stop. */
export function followList<T>(address: () => string | null, tell: (found: T) => void): () => void {
	return follow<T>({ live: '/office/live', address, tell, atOnce: true })
}
