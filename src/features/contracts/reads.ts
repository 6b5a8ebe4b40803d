import type { DocumentRequest } from '#features/documentRequests/reads.ts'
import type { RequestState } from '#features/documentRequests/rules.ts'
import type { DocumentItem } from '#features/documents/reads.ts'
import { listDocuments } from '#features/documents/reads.ts'
import type { Reader } from '#platform/db/db.ts'

/** A document of a project's folder "contracts" that its clients see, with what became of the signed copy. */
export interface Contract {
	document: DocumentItem
	/** Until something is sent it is asked for without a word. */
	state: RequestState
	request: DocumentRequest | null
}

const mostContracts = 50

/** The contracts of a project, newest first; `requests` are all of that project. One query. */
export async function contractsOfProject(
	reader: Reader,
	projectId: string,
	requests: readonly DocumentRequest[],
): Promise<Contract[]> {
	const filter = { projectId, folder: 'contracts' as const, sharedWithPortal: true }
	const { rows } = await listDocuments(reader, filter, { limit: mostContracts })
	return rows.map((document) => {
		const request = requests.find((one) => one.contractId === document.id) ?? null
		return { document, state: request?.state ?? 'asked', request }
	})
}
