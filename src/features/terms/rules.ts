import { stringify } from 'csv-stringify/sync'
import { defuse } from '#platform/csv/csv.ts'

/** The version that counts now, by language; empty where the company has no terms. */
export type TermsVersions = Partial<Record<string, number>>

/** The version that somebody reads: in the own language, else in the company's, else the newest of all. */
export function versionFor(versions: TermsVersions, language: string, companyLanguage: string): number | null {
	const own = versions[language] ?? versions[companyLanguage]
	if (own !== undefined) return own
	const all = Object.values(versions).filter((version) => version !== undefined)
	return all.length > 0 ? Math.max(...all) : null
}

/**
 * Whether a contact has to accept before going on. Versions count through all languages: who has accepted one
 * that is as new as the text it would read is not asked again for having changed its language.
 */
export function isDue(
	versions: TermsVersions,
	reader: { language: string; accepted: number },
	companyLanguage: string,
): boolean {
	const version = versionFor(versions, reader.language, companyLanguage)
	return version !== null && version > reader.accepted
}

const columns = [
	'at',
	'contactId',
	'firstName',
	'lastName',
	'email',
	'phone',
	'version',
	'language',
	'title',
	'sha256',
	'ip',
	'userAgent',
] as const
type EvidenceRow = Record<(typeof columns)[number], string | number | Date | null>

/** The evidence as CSV (RFC 4180, UTF-8), in pieces. */
export async function* evidenceCsv(portions: AsyncIterable<EvidenceRow[]>): AsyncGenerator<string> {
	yield stringify([[...columns]])
	for await (const rows of portions) yield stringify(rows.map((row) => columns.map((column) => cellOf(row[column]))))
}

function cellOf(value: string | number | Date | null): string {
	return value instanceof Date ? value.toISOString() : defuse(String(value ?? ''))
}
