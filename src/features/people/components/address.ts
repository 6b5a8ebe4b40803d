/** The same address with these parameters set, and those that are null taken out. */
export function withParams(url: URL, changes: Record<string, string | null>): string {
	const params = new URLSearchParams(url.search)
	for (const [name, value] of Object.entries(changes)) {
		if (value === null) params.delete(name)
		else params.set(name, value)
	}
	const search = params.toString()
	return search ? `${url.pathname}?${search}` : url.pathname
}

/** Another part of a list begins at its first page. */
export function restart(url: URL, changes: Record<string, string | null>): string {
	return withParams(url, { after: null, before: null, n: null, ...changes })
}
