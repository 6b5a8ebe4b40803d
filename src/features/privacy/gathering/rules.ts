import type { DocumentRow } from '#features/documents/reads.ts'
import type { Locale } from '#i18n'
import { m } from '#messages'
import { cleanFilename } from '#platform/files/filename.ts'
import { formatDateTime } from '#platform/i18n/format.ts'
import type { PersonData } from './reads.ts'

/** Where a document lies in the file: beside its id, since two may have one name. */
export function pathOf({ id, filename, title }: Pick<DocumentRow, 'id' | 'filename' | 'title'>): string {
	return `files/${id.slice(-8)}-${cleanFilename(filename || title)}`
}

/** A list as JSON, piece by piece. */
export async function* jsonList(rows: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
	let before = '[\n'
	for await (const row of rows) {
		yield encode(before + JSON.stringify(row))
		before = ',\n'
	}
	yield encode(before === '[\n' ? '[]\n' : '\n]\n')
}

export function encode(text: string): Uint8Array {
	return new TextEncoder().encode(text)
}

export interface Readable {
	company: string
	locale: Locale
	timeZone: string
	person: PersonData
	documents: AsyncIterable<DocumentRow>
	messages: AsyncIterable<{ from: 'me' | 'company'; body: string; at: Date; attachments: string[] }>
}

/** The page by which a person reads what the other files say to programs. */
export async function* indexPage(given: Readable): AsyncGenerator<Uint8Array> {
	const { company, locale, person } = given
	const at = { locale }
	const when = (time: Date | null) => (time ? formatDateTime(time, { locale, timeZone: given.timeZone }) : '')
	const name = [person.profile.firstName, person.profile.lastName].filter(Boolean).join(' ')
	yield encode(`<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html(m.privacy_file_title({ company }, at))}</title><style>${style}</style></head><body>
<h1>${html(m.privacy_file_title({ company }, at))}</h1><p>${html(m.privacy_file_lead({ company, name }, at))}</p>\n`)
	yield encode(
		table(m.privacy_file_profile({}, at), [
			[m.access_first_name({}, at), person.profile.firstName],
			[m.access_last_name({}, at), person.profile.lastName],
			[m.access_email({}, at), person.profile.email ?? ''],
			[m.access_phone({}, at), person.profile.phone ?? ''],
			[m.access_profile_language({}, at), person.profile.language],
			[m.access_marketing({}, at), person.profile.marketingOptIn ? m.audit_yes({}, at) : m.audit_no({}, at)],
		]),
	)
	const places = [
		...person.accounts.map((account) => [account.name]),
		...person.sites.map((site) => [[site.name, ...Object.values(site.address)].filter(Boolean).join(', ')]),
	]
	yield encode(table(m.privacy_file_places({}, at), places))
	const devices = person.sessions.map((session) => [when(session.lastSeenAt), session.userAgent, session.ip])
	yield encode(table(m.access_sessions({}, at), devices))
	yield encode(`<h2>${html(m.privacy_file_documents({}, at))}</h2><ul>`)
	for await (const document of given.documents) {
		const href = pathOf(document).split('/').map(encodeURIComponent).join('/')
		yield encode(`<li><a href="${href}">${html(document.title)}</a> ${html(when(document.createdAt))}</li>\n`)
	}
	yield encode(`</ul><h2>${html(m.privacy_file_messages({}, at))}</h2>`)
	for await (const message of given.messages) {
		const who = message.from === 'me' ? name : company
		yield encode(`<p><b>${html(who)}</b> ${html(when(message.at))}<br>${html(message.body)}</p>\n`)
	}
	yield encode('</body></html>\n')
}

const style =
	'body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}td{padding:.2rem 1rem .2rem 0;vertical-align:top}p{white-space:pre-line;overflow-wrap:anywhere}'

function table(title: string, rows: string[][]): string {
	const lines = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${html(cell)}</td>`).join('')}</tr>`)
	return `<h2>${html(title)}</h2><table>${lines.join('\n')}</table>\n`
}

function html(text: string): string {
	return text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`)
}
