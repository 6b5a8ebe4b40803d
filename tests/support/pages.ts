import type { Page } from 'playwright-core'

export const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const
export const desktop = { viewport: { width: 1440, height: 900 } } as const

/** Lists, and how the address of a record looks that they lead to. */
export type Records = Record<string, RegExp>

/** The pages that are looked at: by axe in every test run, by people as pictures (`npm run shots`). */
export const publicPages = [
	'/sign-in',
	'/sign-in?ended',
	'/sign-in/password',
	'/sign-in/forgot',
	'/register',
	'/no-such-page',
	'/office/sign-in',
	'/office/sign-in/forgot',
	'/api/docs',
]
export const portalPages = [
	'/',
	'/projects',
	'/visits',
	'/files',
	'/pictures',
	'/messages',
	'/profile',
	'/profile/notices',
	'/profile/password',
	'/profile/passkeys',
	'/profile/people',
	'/profile/people/new',
]
export const portalRecords = {
	'/projects': /^\/projects\/prj_/,
	'/projects?see=offer': /^\/projects\/prj_\w+\/offer$/,
	'/projects?see=contract': /^\/projects\/prj_\w+\/contract$/,
	'/visits': /^\/visits\/vis_/,
	'/': /^\/action-items\/act_/,
	'/files': /^\/files\/doc_/,
	'/pictures': /^\/pictures\/doc_/,
	'/profile/people': /^\/profile\/people\/dlg_/,
}
export const officePages = [
	'/office',
	'/office/inbox',
	'/office/contacts',
	'/office/contacts/new',
	'/office/accounts',
	'/office/accounts/new',
	'/office/documents',
	'/office/projects',
	'/office/projects?view=board',
	'/office/projects/new',
	'/office/documents/removed',
	'/office/import',
	'/office/outbox',
	'/office/me',
	'/office/visits',
	'/office/visits?member=nobody',
	'/office/settings',
	'/office/settings?q=color',
	'/office/settings/website',
	'/office/settings/terms',
	'/office/settings/company',
	'/office/settings/brand',
	'/office/settings/domain',
	'/office/settings/email',
	'/office/settings/portal',
	'/office/settings/access',
	'/office/settings/flows',
	'/office/settings/maps',
	'/office/settings/action-items',
	'/office/settings/sign-in',
	'/office/settings/members',
	'/office/settings/api-keys',
	'/office/settings/audit',
]
export const officeRecords = {
	'/office/inbox': /^\/office\/inbox\/cnv_/,
	'/office/contacts': /^\/office\/contacts\/con_/,
	'/office/documents': /^\/office\/documents\/doc_/,
	'/office/projects': /^\/office\/projects\/prj_/,
	'/office/settings/action-items': /^\/office\/settings\/action-items\/ait_/,
	'/office/settings/flows': /^\/office\/settings\/flows\/flw_/,
	'/office/accounts': /^\/office\/accounts\/acc_/,
}

const merged = ['/office/contacts', '/office/accounts']

/** From a page that lists records on: the page of the first, and those where it is merged with the second. */
export async function recordsOn(page: Page, path: string, records: Records): Promise<string[]> {
	const pattern = records[path]
	const [record, other] = pattern ? await linksOn(page, pattern) : []
	if (!record) return []
	const withOther = other && merged.includes(path) ? [`${record}/merge?with=${other.split('/').at(-1)}`] : []
	return [record, ...(merged.includes(path) ? [`${record}/merge`, ...withOther] : [])]
}

export async function firstLink(page: Page, pattern: RegExp): Promise<string | undefined> {
	return (await linksOn(page, pattern))[0]
}

/** What a page leads to, each once. */
async function linksOn(page: Page, pattern: RegExp): Promise<string[]> {
	const paths = await page.$$eval('a[href]', (links) =>
		links.map((link) => new URL((link as HTMLAnchorElement).href).pathname),
	)
	return [...new Set(paths.filter((path) => pattern.test(path)))]
}

/**
 * Whether something sticks out to the side. Not measured against `innerWidth`: a phone zooms out until everything is
 * in sight, so that there it is always as wide as the widest thing.
 */
export function isTooWide(page: Page): Promise<boolean> {
	return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1)
}
