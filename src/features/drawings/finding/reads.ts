import { theApp } from '#platform/app/app.ts'
import { spend } from '#platform/limits/limits.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'
import { type FoundPlace, searchPlaces } from '#vendors/geocoder/client.ts'

export type Finding = { ok: true; places: FoundPlace[] } | { ok: false; reason: 'busy' | 'failed' }

/** Public searches ask for no more than one question a second of a whole installation. */
const perHost = { name: 'geocoder', points: 1, duration: 1 }
const perPerson = { name: 'geocoder-person', points: 60, duration: 3600 }
const day = 86_400_000
const mostKept = 500
const kept = new Map<string, { at: number; places: FoundPlace[] }>()

/**
 * Where an address is, by the search that the company has set. Asked by us, never by a browser, so that the search
 * learns nothing of who looks for a house; what was found is kept for a day. Not to be called within a transaction.
 */
export async function findPlaces(
	scope: ClientScope | StaffScope,
	{ url, q, locale }: { url: string; q: string; locale: string },
): Promise<Finding> {
	const asked = q.trim().replace(/\s+/g, ' ').slice(0, 300)
	if (!asked) return { ok: true, places: [] }
	const key = JSON.stringify([url, asked.toLowerCase(), locale])
	const known = kept.get(key)
	if (known && Date.now() - known.at < day) return { ok: true, places: known.places }
	const who = scope.kind === 'client' ? scope.contactId : scope.memberId
	if (!(await spend(perPerson, who)).ok || !(await turn(url))) return { ok: false, reason: 'busy' }
	const { baseUrl, allowPrivateNetwork } = theApp().config
	const answer = await searchPlaces({
		url,
		q: asked,
		language: locale,
		userAgent: `customer-portal/1 (+${baseUrl})`,
		allowPrivate: allowPrivateNetwork,
	})
	if (!answer.ok) return { ok: false, reason: answer.code === 'refused' ? 'busy' : 'failed' }
	if (kept.size >= mostKept) kept.clear()
	kept.set(key, { at: Date.now(), places: answer.places })
	return answer
}

/** Waits a little for its turn; false where too many others wait, too. */
async function turn(url: string): Promise<boolean> {
	const host = URL.parse(url)?.host ?? ''
	for (let tries = 0; tries < 3; tries++) {
		const spent = await spend(perHost, host)
		if (spent.ok) return true
		await new Promise((passed) => setTimeout(passed, 1000))
	}
	return false
}
