import type { Changes } from '#features/people/events.ts'
import type { Problem } from '../drafts/cells/rules.ts'
import type { Draft } from '../drafts/rules.ts'
import type { KnownAccount, KnownContact, KnownSite } from '../matching/rules.ts'
import type { RowStatus } from '../words/rules.ts'

/** What one row does. Lists are empty for a row that does nothing. */
export interface RowPlan {
	row: number
	status: RowStatus
	accountId: string | null
	/** For a duplicate: the row of this file that said it first. */
	ofRow: number | null
	newAccounts: KnownAccount[]
	newSites: (KnownSite & { accountId: string })[]
	newContacts: (KnownContact & { language: Draft['language'] })[]
	newLinks: { contactId: string; accountId: string }[]
	/** Changed records, whole, as they are to be. */
	accounts: KnownAccount[]
	sites: (KnownSite & { accountId: string })[]
	contacts: KnownContact[]
	/** By id of a changed record: what changed in it. */
	changes: Record<string, Changes>
	problems: Problem[]
}

/** Rows of this file that spoke before: by fingerprint and by account id. Lives as long as the file is read. */
export interface Seen {
	rows: Map<string, number>
	accounts: Map<string, number>
}

export interface PlanContext {
	newId(kind: 'account' | 'site' | 'contact'): string
	/** The header of a field's column, for problems found while matching. */
	columnOf(field: 'email' | 'phone' | 'externalId'): string
}

export function emptyPlan(row: number, problems: Problem[]): RowPlan {
	const nothing = {
		newAccounts: [],
		newSites: [],
		newContacts: [],
		newLinks: [],
		accounts: [],
		sites: [],
		contacts: [],
	}
	return { row, status: 'unchanged', accountId: null, ofRow: null, ...nothing, changes: {}, problems }
}

/** For a row that could not even be read. */
export function rejectedPlan(row: number, problem: Problem): RowPlan {
	return { ...emptyPlan(row, [problem]), status: 'rejected' }
}
