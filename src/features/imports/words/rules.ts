/** Words that pages show as well: this file draws in nothing else. */
export const importFields = [
	'externalId',
	'companyName',
	'fullName',
	'firstName',
	'lastName',
	'email',
	'otherEmails',
	'phone',
	'otherPhones',
	'line1',
	'line2',
	'city',
	'region',
	'postalCode',
	'country',
	'language',
	'leadSource',
	'notes',
] as const

export type ImportField = (typeof importFields)[number]

export const rowStatuses = ['created', 'updated', 'unchanged', 'duplicate', 'rejected'] as const
export type RowStatus = (typeof rowStatuses)[number]
