import type { IconSource } from '../icon.ts'

/** A place in the navigation. `count` is already formatted; `hot` counts ask for attention. */
export type NavItem = {
	href: string
	label: string
	icon: IconSource
	count?: string | number
	/** What the count means, for screen readers: "2 new". */
	countLabel?: string
	hot?: boolean
	/** Where it is shown: the phone's bottom bar, the rail, or both (the default). */
	place?: 'bar' | 'rail'
}

export type NavGroup = { label?: string; items: NavItem[] }

/** The address among `hrefs` that the path belongs to: the longest one that it equals or lies below. */
export function currentHref(path: string, hrefs: string[]): string | undefined {
	const below = (href: string) => path === href || path.startsWith(href.endsWith('/') ? href : `${href}/`)
	return hrefs.filter((href) => (href === '/' ? path === '/' : below(href))).toSorted((a, b) => b.length - a.length)[0]
}
