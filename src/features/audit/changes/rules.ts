import { inWords } from '#features/notifications/choices/rules.ts'
import type { NoticeChoices } from '#features/notifications/choices/schema.ts'
import type { Locale } from '#i18n'
import { m } from '#messages'

export interface ChangedField {
	label: string
	from: string
	to: string
}

/** What an event says to have changed, field by field, in the reader's words. */
export function changedFields(data: Record<string, unknown>, locale: Locale): ChangedField[] {
	const { changes } = data
	if (typeof changes !== 'object' || changes === null) return []
	return Object.entries(changes).flatMap(([field, change]) => {
		if (typeof change !== 'object' || change === null || !('to' in change)) return []
		const from = told(field, 'from' in change ? change.from : null, locale)
		const to = told(field, change.to, locale)
		return [{ label: labelOf(field, locale), from: shown(from, locale), to: shown(to, locale) }]
	})
}

/** Names of what an event of the settings says to have changed, those of the first few. */
export function settingsChanged({ changes, fields }: Record<string, unknown>, locale: Locale): string {
	const changed = typeof changes === 'object' && changes !== null ? Object.keys(changes) : []
	const listed = Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : []
	const names = [...new Set([...changed, ...listed].map((field) => labelOf(field, locale)))]
	const more = names.length - mostNamed
	const shown = more > 1 ? [...names.slice(0, mostNamed), m.audit_more({ count: more }, { locale })] : names
	return new Intl.ListFormat(locale, { type: 'conjunction' }).format(shown)
}
const mostNamed = 3

/** As the field is called on its page; a setting without a name here by its own. */
function labelOf(field: string, locale: Locale): string {
	const setting = m.audit_setting({ field }, { locale })
	const known = m.people_field({ field }, { locale })
	return setting !== field || known === m.people_field({ field: '' }, { locale }) ? setting : capital(known)
}

function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A value that is more than one, in words of its own. */
function told(field: string, value: unknown, locale: Locale): unknown {
	return field === 'noticeChoices' ? inWords(value as NoticeChoices, locale) : value
}

function shown(value: unknown, locale: Locale): string {
	if (value === null || value === undefined || value === '') return m.people_field_empty({}, { locale })
	if (typeof value === 'boolean') return value ? m.audit_yes({}, { locale }) : m.audit_no({}, { locale })
	if (Array.isArray(value)) return value.map((one) => shown(one, locale)).join(', ')
	return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What became of an account's portal, where that is all that changed. */
export function portalSwitched({ changes }: Record<string, unknown>): 'on' | 'off' | null {
	if (typeof changes !== 'object' || changes === null || Object.keys(changes).join() !== 'portalEnabled') return null
	return (changes as { portalEnabled: { to: unknown } }).portalEnabled.to ? 'on' : 'off'
}
