import { fold } from '#features/people/search/rules.ts'
import { type Locale, locales } from '#i18n'
import { m } from '#messages'

type Words = (input: object, options: { locale: Locale }) => string

interface Entry {
	/** Folder below `/office/settings`. */
	page: string
	title: Words
	/** What else somebody might type for it. */
	words?: Words
	/** The field on the page. */
	field?: string
}

/** Every page of the settings, in the order of the list. One that is not there (yet) is not shown. */
const pages: (Entry & { words: Words })[] = [
	{ page: 'company', title: m.settings_company, words: m.settings_find_company },
	{ page: 'brand', title: m.settings_brand, words: m.settings_find_brand },
	{ page: 'domain', title: m.settings_find_domain_title, words: m.settings_find_domain },
	{ page: 'email', title: m.settings_find_email_title, words: m.settings_find_email },
	{ page: 'portal', title: m.settings_portal, words: m.settings_find_portal },
	{ page: 'access', title: m.settings_access, words: m.settings_find_access },
	{ page: 'flows', title: m.flows_title, words: m.settings_find_flows },
	{ page: 'maps', title: m.settings_maps, words: m.settings_find_maps },
	{ page: 'action-items', title: m.items_templates_title, words: m.settings_find_action_items },
	{ page: 'sign-in', title: m.settings_ways_title, words: m.settings_find_sign_in },
	{ page: 'website', title: m.registration_website, words: m.settings_find_website },
	{ page: 'terms', title: m.terms_settings, words: m.settings_find_terms },
	{ page: 'members', title: m.members_title, words: m.settings_find_members },
	{ page: 'api-keys', title: m.settings_api, words: m.settings_find_api },
	{ page: 'audit', title: m.settings_find_audit_title, words: m.settings_find_audit },
]

/** Single settings that people look for by name. */
const fields: Entry[] = [
	{ page: 'company', field: 'name', title: m.settings_name },
	{ page: 'company', field: 'phone', title: m.settings_phone },
	{ page: 'company', field: 'supportEmail', title: m.settings_support_email },
	{ page: 'company', field: 'timeZone', title: m.setup_time_zone },
	{ page: 'company', field: 'country', title: m.setup_country },
	{ page: 'company', field: 'currency', title: m.setup_currency, words: m.settings_find_currency },
	{ page: 'company', field: 'language', title: m.settings_language },
	{ page: 'brand', field: 'brandColor', title: m.settings_brand_color },
	{ page: 'brand', title: m.settings_find_headline },
	{ page: 'brand', title: m.settings_find_welcome },
	{ page: 'brand', title: m.settings_find_drawing },
	{ page: 'brand', title: m.settings_logo },
	{ page: 'portal', title: m.settings_portal_link, words: m.settings_find_address },
	{ page: 'portal', field: 'auto', title: m.settings_auto },
	{ page: 'portal', title: m.settings_invitations },
	{ page: 'website', field: 'open', title: m.registration_form },
	{ page: 'website', field: 'createsPortalAccount', title: m.registration_creates },
	{ page: 'website', title: m.registration_embed_button_code },
	{ page: 'website', field: 'origins', title: m.registration_origins },
	{ page: 'website', field: 'captcha', title: m.registration_provider, words: m.settings_find_spam },
	{ page: 'terms', field: 'title', title: m.terms_new },
	{ page: 'terms', title: m.terms_evidence },
]

export interface Found {
	href: string
	title: string
	/** The page that it is on; empty for a page itself. */
	on: string
}

const nameOf = (slug: string) => pages.find(({ page }) => page === slug)?.title
const everywhere = (words: Words | undefined) => (words ? locales.map((locale) => words({}, { locale })) : [])
const haystackOf = ({ page, title, words }: Entry) =>
	fold([...everywhere(title), ...everywhere(words), ...everywhere(nameOf(page)), page].join(' '))

function shown({ page, title, field }: Entry, locale: Locale, isPage: boolean): Found {
	return {
		href: `/office/settings/${page}${field ? `#${field}` : ''}`,
		title: title({}, { locale }),
		on: isPage ? '' : (nameOf(page)?.({}, { locale }) ?? ''),
	}
}

/** Pages and single settings that contain every word, in whichever of our languages it was typed; pages first. */
export function findSettings(q: string, there: readonly string[], locale: Locale): Found[] {
	const asked = fold(q).split(/\s+/).filter(Boolean)
	if (asked.length === 0) return []
	const fits = (entry: Entry) => {
		const haystack = haystackOf(entry)
		return there.includes(entry.page) && asked.every((word) => haystack.includes(word))
	}
	const closest = (a: Found, b: Found) => Number(isNamed(b)) - Number(isNamed(a))
	const isNamed = ({ title }: Found) => fold(title).includes(asked[0] ?? '')
	return [
		...pages.filter(fits).map((entry) => shown(entry, locale, true)),
		...fields.filter(fits).map((entry) => shown(entry, locale, false)),
	].sort(closest)
}

/** All pages with what is on them, for the overview. */
export function settingsPages(there: readonly string[], locale: Locale): (Found & { text: string })[] {
	return pages
		.filter(({ page }) => there.includes(page))
		.map((entry) => ({ ...shown(entry, locale, true), text: entry.words({}, { locale }) }))
}
