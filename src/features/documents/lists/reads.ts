import { and, asc, eq } from 'drizzle-orm'
import { siteName } from '#features/people/places/reads.ts'
import { accounts, sites } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { countFolders, type DocumentFilter, type FolderCount, listDocuments } from '../reads.ts'
import { type Folder, folders } from '../rules.ts'
import { type DocumentView, toView } from './rules.ts'

const pageSize = 50
const mostSites = 500

/** What the office's lists of documents show, all of it said by the address. */
export interface DocumentTable {
	rows: DocumentView[]
	back: string | null
	next: string | null
	query: string
	folder: Folder | null
	shared: boolean | null
}

/** `q`, `folder`, `portal` (shared, hidden), `after` and `before` of an address, for one account or for all, or for what was removed. */
export async function documentTable(
	reader: Reader,
	params: URLSearchParams,
	among: Pick<DocumentFilter, 'accountId' | 'removed'> = {},
): Promise<DocumentTable> {
	const query = params.get('q')?.trim().slice(0, 200) ?? ''
	const folder = folders.find((code) => code === params.get('folder')) ?? null
	const shared = { shared: true, hidden: false }[params.get('portal') ?? ''] ?? null
	const filter = { ...among, query, folder: folder ?? undefined, sharedWithPortal: shared ?? undefined }
	const place = { after: params.get('after'), before: params.get('before') }
	const page = await listDocuments(reader, filter, { ...place, limit: pageSize })
	const rows = page.rows.map((item) => toView(reader.scope, item))
	return { rows, back: page.back, next: page.next, query, folder, shared }
}

/** What `AccountDocuments` shows of one account. */
export interface AccountDocumentsData {
	account: { id: string; name: string }
	table: DocumentTable
	counts: FolderCount[]
	sites: { id: string; name: string }[]
}

/** The documents part of an account's page; null for an account that is not there. */
export async function accountDocuments(
	reader: Reader,
	accountId: string,
	params: URLSearchParams,
): Promise<AccountDocumentsData | null> {
	const account = await accountOf(reader, accountId)
	if (!account) return null
	return {
		account,
		table: await documentTable(reader, params, { accountId }),
		counts: await countFolders(reader, { accountId }),
		sites: await sitesOf(reader, accountId),
	}
}

export async function accountOf({ db, scope }: Reader, id: string): Promise<{ id: string; name: string } | null> {
	const [account] = await db
		.select({ id: accounts.id, name: accounts.name })
		.from(accounts)
		.where(and(eq(accounts.workspaceId, scope.workspaceId), eq(accounts.id, id)))
	return account ?? null
}

/** For the choice of a document's site. */
export async function sitesOf({ db, scope }: Reader, accountId: string): Promise<{ id: string; name: string }[]> {
	return db
		.select({ id: sites.id, name: siteName })
		.from(sites)
		.where(and(eq(sites.workspaceId, scope.workspaceId), eq(sites.accountId, accountId)))
		.orderBy(asc(sites.id))
		.limit(mostSites)
}
