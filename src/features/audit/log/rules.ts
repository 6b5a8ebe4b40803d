import { changedFields } from '#features/audit/changes/rules.ts'
import type { Locale } from '#i18n'
import { m } from '#messages'
import { plainSentence } from '../sentences/rules.ts'
import type { AuditEntry } from './reads.ts'

/** The heads of an export's columns, for people. */
export function columnsOf(locale: Locale): string[] {
	const at = { locale }
	const what = [m.audit_when({}, at), m.audit_by({}, at), m.audit_what({}, at), m.audit_changes({}, at)]
	return [...what, m.audit_about({}, at), m.audit_only_account({}, at), 'type', 'id', 'subjectId']
}

export function cellsOf(entry: AuditEntry, locale: Locale): string[] {
	const changes = changedFields(entry.data, locale).map(({ label, from, to }) => `${label}: ${from} → ${to}`)
	return [
		entry.at.toISOString(),
		entry.actor.name || entry.actor.type,
		plainSentence(entry, locale),
		changes.join('\n'),
		entry.subjectName,
		entry.account?.name ?? '',
		entry.type,
		entry.id,
		entry.subjectId,
	]
}

/** The office's page of what an event was about; null where there is none. */
export function addressOf({ subjectType, subjectId, data }: AuditEntry): string | null {
	switch (subjectType) {
		case 'account':
		case 'contact':
		case 'site':
		case 'document':
			return `/office/${subjectType}s/${subjectId}`
		case 'message':
		case 'conversation':
			return typeof data.conversationId === 'string' ? `/office/inbox/${data.conversationId}` : null
		case 'import':
			return `/office/import/${subjectId}`
		case 'member':
			return '/office/settings/members'
		case 'apiKey':
			return '/office/settings/api-keys'
		case 'workspace':
			return '/office/settings/company'
		default:
			return null
	}
}
