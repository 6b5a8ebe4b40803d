import { and, eq } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { isId, newId } from '#platform/id/id.ts'
import { findProject, type Project } from '../reads.ts'
import { projectMoves, projects } from '../tables.ts'

/** The project under a lock that others who would change it wait for; null where there is none. */
export async function heldProject(writer: Writer, id: string): Promise<Project | null> {
	if (!isId('prj', id)) return null
	await writer.db.select({ id: projects.id }).from(projects).where(thisOne(writer, id)).for('update')
	return findProject(writer, id)
}

export type NewMove = Pick<
	typeof projectMoves.$inferInsert,
	| 'projectId'
	| 'number'
	| 'kind'
	| 'fromVersion'
	| 'fromStepId'
	| 'fromSince'
	| 'fromName'
	| 'toVersion'
	| 'toStepId'
	| 'toName'
	| 'note'
	| 'noteShared'
>

/** Writes down a move; its number is that of the project's moves after it. */
export async function addMove({ db, scope, actor: by }: Writer, move: NewMove): Promise<string> {
	const id = newId('mov')
	await db
		.insert(projectMoves)
		.values({ workspaceId: scope.workspaceId, id, ...move, actorType: by.type, actorId: by.id, at: now() })
	return id
}

export function thisOne({ scope }: Writer, id: string) {
	return and(eq(projects.workspaceId, scope.workspaceId), eq(projects.id, id))
}
