type Place = { pathname: string; search: string }

/** The same address with these parameters set, and those that are null taken out. An action's name does not stay. */
export function withParams(url: Place, changes: Record<string, string | null>): string {
	const params = paramsOf(url)
	for (const [name, value] of Object.entries(changes)) {
		if (value === null) params.delete(name)
		else params.set(name, value)
	}
	const search = params.toString()
	return search ? `${url.pathname}?${search}` : url.pathname
}

/** Another part of a list begins at its first page. */
export function restart(url: Place, changes: Record<string, string | null>): string {
	return withParams(url, { after: null, before: null, n: null, ...changes })
}

/** Address of one of the page's actions, which keeps the view that the page shows. */
export function actionOf(url: Place, name: string): string {
	const kept = paramsOf(url).toString()
	return kept ? `?/${name}&${kept}` : `?/${name}`
}

function paramsOf(url: Place): URLSearchParams {
	const params = new URLSearchParams(url.search)
	for (const name of [...params.keys()]) if (name.startsWith('/')) params.delete(name)
	return params
}
