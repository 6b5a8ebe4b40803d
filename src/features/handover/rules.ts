import { type Folder, folders } from '#features/documents/rules.ts'

/** What tells of the house rather than of who lived in it; the company may tick otherwise each time. */
export const usualFolders: readonly Folder[] = ['permits', 'warranties', 'manuals', 'reports', 'photos']

/** Folders that can be chosen at all: what a client sent is its own, whichever folder it lies in. */
export const handedFolders: readonly Folder[] = folders.filter((folder) => folder !== 'clientDocuments')

export const activeChoices = ['go', 'stay'] as const
/** What becomes of projects that are under way. */
export type ActiveChoice = (typeof activeChoices)[number]

export interface FolderPlan {
	folder: Folder
	/** Goes when the folder is chosen. */
	documents: number
	/** Stays in any case: clients of the old account sent it. */
	own: number
}

/** What a hand-over would do, before anybody confirms it. */
export interface HandoverPlan {
	site: { id: string; title: string; accountId: string; accountName: string }
	folders: FolderPlan[]
	/** Those that are over, which go. */
	projectsDone: number
	projectsActive: { id: string; name: string }[]
	/** Open requests for documents of projects that are under way: nobody is asked any more. */
	requests: number
	/** Who sees the site now and will not afterwards. */
	people: { id: string; name: string; whole: boolean }[]
	/** It is the only site of its account: what lies with the account as a whole counts as the site's. */
	only: boolean
}

export interface Handed {
	siteId: string
	fromAccountId: string
	toAccountId: string
	documents: number
	projects: number
	projectsStaying: number
}

export type HandoverRefusal =
	| { ok: false; reason: 'not_found' }
	/** It is there already: somebody was faster, or it was done before. */
	| { ok: false; reason: 'handed_already' }
	| { ok: false; reason: 'account_unknown'; path: 'accountId' }
	/** Projects are under way, and nobody has said what becomes of them. */
	| { ok: false; reason: 'projects_active'; path: 'activeProjects' }
	/** Of the new owner, whose account and contact were to be made. */
	| { ok: false; reason: string; path: string }
