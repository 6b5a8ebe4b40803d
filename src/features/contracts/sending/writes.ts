import { and, eq, isNull } from 'drizzle-orm'
import { documentRequests } from '#features/documentRequests/tables.ts'
import { findDocument } from '#features/documents/reads.ts'
import { findProject } from '#features/projects/reads.ts'
import { onlyLinked } from '#features/projects/rules.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { m } from '#messages'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import { newId } from '#platform/id/id.ts'
import { type ClientScope, mayArea } from '#platform/scope/scope.ts'

/**
 * The request for the signed copy of a contract, by which the client sends it; it is there from the first time on that
 * somebody sends something. Null for what is no contract that this client may see.
 */
export function requestOfContract(
	scope: ClientScope,
	contractId: string,
): Promise<{ id: string; title: string; projectId: string } | null> {
	return write(scope, async (writer) => {
		const { db } = writer
		const document = await findDocument(writer, contractId)
		if (!document?.projectId || document.folder !== 'contracts' || !mayArea(scope, 'documents')) return null
		const project = await findProject(writer, document.projectId)
		if (!project || onlyLinked(scope, project)) return null
		const { language } = await currentWorkspace(writer)
		const at = now()
		// Of two who send at once both mean the same.
		await db
			.insert(documentRequests)
			.values({
				workspaceId: scope.workspaceId,
				id: newId('drq', at.getTime()),
				projectId: project.id,
				contractId,
				title: m
					.contracts_signed_title({ title: document.title }, { locale: pickLocale(language, null, language) })
					.slice(0, 200),
				state: 'asked',
				createdByType: 'system',
				createdAt: at,
				updatedAt: at,
			})
			.onConflictDoNothing()
		const [request] = await db
			.select({ id: documentRequests.id, title: documentRequests.title, projectId: documentRequests.projectId })
			.from(documentRequests)
			.where(
				and(
					eq(documentRequests.workspaceId, scope.workspaceId),
					eq(documentRequests.contractId, contractId),
					isNull(documentRequests.withdrawnAt),
				),
			)
		return request ?? null
	})
}
