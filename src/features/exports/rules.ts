import type { Contact } from '#features/people/contacts/reads.ts'
import type { accounts, sites } from '#features/people/tables.ts'

type Account = typeof accounts.$inferSelect
type Site = typeof sites.$inferSelect

const time = (at: Date | null) => at?.toISOString() ?? ''

export const accountColumns = [
	'id',
	'externalId',
	'name',
	'kind',
	'portalEnabled',
	'leadSource',
	'notes',
	'createdAt',
	'updatedAt',
	'archivedAt',
]
export function accountCells(row: Account): string[] {
	const { id, externalId, name, kind, portalEnabled, leadSource, notes } = row
	const times = [row.createdAt, row.updatedAt, row.archivedAt].map(time)
	return [id, externalId ?? '', name, kind, String(portalEnabled), leadSource ?? '', notes, ...times]
}

export const siteColumns = [
	'id',
	'externalId',
	'accountId',
	'name',
	'line1',
	'line2',
	'city',
	'region',
	'postalCode',
	'country',
	'lat',
	'lng',
	'createdAt',
	'updatedAt',
	'archivedAt',
]
export function siteCells(row: Site): string[] {
	const address = [row.line1, row.line2, row.city, row.region, row.postalCode, row.country]
	const location = [row.lat, row.lng].map((value) => (value === null ? '' : String(value)))
	const times = [row.createdAt, row.updatedAt, row.archivedAt].map(time)
	return [row.id, row.externalId ?? '', row.accountId, row.name, ...address, ...location, ...times]
}

export const contactColumns = [
	'id',
	'externalId',
	'kind',
	'firstName',
	'lastName',
	'email',
	'phone',
	'phoneExtension',
	'language',
	'marketingOptIn',
	'links',
	'accessAreas',
	'portalStatus',
	'notes',
	'invitedAt',
	'registeredAt',
	'lastSeenAt',
	'createdAt',
	'updatedAt',
	'archivedAt',
]
export function contactCells(row: Contact): string[] {
	return [
		row.id,
		row.externalId ?? '',
		row.kind,
		row.firstName,
		row.lastName,
		row.email ?? '',
		row.phone ?? '',
		row.phoneExtension ?? '',
		row.language,
		String(row.marketingOptIn),
		row.links.map((link) => link.projectId ?? link.siteId ?? link.accountId).join(' '),
		row.accessAreas.join(' '),
		row.portalStatus,
		row.notes,
		...[row.invitedAt, row.registeredAt, row.lastSeenAt, row.createdAt, row.updatedAt, row.archivedAt].map(time),
	]
}
