import { inWords } from '#features/notifications/choices/rules.ts'
import { type NoticeChoices, noticeKinds } from '#features/notifications/choices/schema.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import type { Contact } from '#features/people/contacts/reads.ts'
import type { ForeignChange } from '#features/people/edits/reads.ts'
import { resolveLinks } from '#features/people/links/writes.ts'
import type { Hit } from '#features/people/rules.ts'
import type { Locale } from '#i18n'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'

/** What a contact's form sends, as the schema takes it. */
export function contactOf(form: FormData, values: Record<string, string>) {
	return {
		...values,
		accessAreas: form.getAll('accessAreas').map(String),
		marketingOptIn: values.marketingOptIn === 'on',
		mayInvite: values.mayInvite === 'on',
		invite: values.invite === 'on',
		noticeChoices: choicesOf(form),
		links: linksOf(form),
	}
}

/** The form's fields `notices.KIND`; an empty one means the usual way. A form without them changes none. */
function choicesOf(form: FormData): Record<string, string | null> {
	const fields = noticeKinds.filter((kind) => form.has(`notices.${kind}`))
	return Object.fromEntries(fields.map((kind) => [kind, String(form.get(`notices.${kind}`)) || null]))
}

function linksOf(form: FormData): { type: string; id: string }[] {
	return form.getAll('link').map((value) => {
		const [type = '', id = ''] = String(value).split(':')
		return { type, id }
	})
}

/** The ticked accounts and sites again, with their names, for a form that goes back. */
export async function tickedPlaces(reader: Reader<CompanyScope>, form: FormData): Promise<Hit[]> {
	const links = linksOf(form).flatMap(({ type, id }) => (type === 'account' || type === 'site' ? [{ type, id }] : []))
	const resolved = await resolveLinks(reader, links as { type: 'account' | 'site'; id: string }[])
	if (!resolved.ok) return []
	return resolved.targets.map(({ accountId, siteId, label }) => ({
		type: siteId ? 'site' : 'account',
		id: siteId ?? accountId,
		title: label,
		meta: '',
	}))
}

/** A contact as its form shows it. */
export function valuesOf(contact: Contact, country: string): Record<string, string> {
	return {
		firstName: contact.firstName,
		lastName: contact.lastName,
		email: contact.email ?? '',
		phone: contact.phone ? formatPhone(contact.phone, country, contact.phoneExtension) : '',
		kind: contact.kind,
		language: contact.language,
		externalId: contact.externalId ?? '',
		notes: contact.notes,
		marketingOptIn: contact.marketingOptIn ? 'on' : '',
		...Object.fromEntries(noticeKinds.map((kind) => [`notices.${kind}`, contact.noticeChoices[kind] ?? ''])),
		mayInvite: contact.mayInvite ? 'on' : '',
	}
}

/** Foreign changes in words; lists by their entries. */
export function told(
	changes: ForeignChange[],
	locale: Locale,
): { field: string; from: string; to: string; by: string }[] {
	const text = (value: unknown, field: string): string =>
		field === 'noticeChoices'
			? inWords(value as NoticeChoices, locale)
			: Array.isArray(value)
				? value.join(', ')
				: String(value ?? '')
	return changes.map(({ field, from, to, by }) => ({ field, from: text(from, field), to: text(to, field), by }))
}

/** When the record was last changed as the form showed it. */
export function versionOf(text: string | undefined): Date | undefined {
	const at = new Date(text ?? '')
	return Number.isNaN(at.getTime()) ? undefined : at
}
