type Address = { pathname: string; search: string }

/** This list with other settings, from its first page; `null` takes one away. Whatever else the address says stays. */
export function listAddress(url: Address, settings: Record<string, string | null>): string {
	const params = new URLSearchParams(url.search)
	for (const name of ['after', 'before', 'did', 'ids']) params.delete(name)
	for (const [name, value] of Object.entries(settings)) {
		if (value === null) params.delete(name)
		else params.set(name, value)
	}
	const search = params.toString()
	return search ? `${url.pathname}?${search}` : url.pathname
}

/** What a search box must send along so that the rest of the address stays. */
export function keptBySearch(url: Address): Record<string, string> {
	const own = ['q', 'after', 'before', 'did', 'ids']
	return Object.fromEntries([...new URLSearchParams(url.search)].filter(([name]) => !own.includes(name)))
}
