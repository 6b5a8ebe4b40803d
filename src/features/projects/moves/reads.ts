import { and, desc, eq, inArray, isNull, lt, type SQL } from 'drizzle-orm'
import { apiKeys, members } from '#features/access/tables.ts'
import { displayName } from '#features/people/rules.ts'
import { contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { projectMoves } from '../tables.ts'

type Row = Omit<typeof projectMoves.$inferSelect, 'workspaceId'>

/** A move with who made it, as the company reads it. */
export interface MoveEntry extends Row {
	/** A member, a contact or a program by its key; null for the product itself. */
	by: string | null
}

const select = ({ db }: Reader) =>
	db
		.select({ move: projectMoves, member: members.name, email: members.email, contact: contacts, key: apiKeys.name })
		.from(projectMoves)
		.leftJoin(members, and(eq(members.workspaceId, projectMoves.workspaceId), eq(members.id, projectMoves.actorId)))
		.leftJoin(contacts, and(eq(contacts.workspaceId, projectMoves.workspaceId), eq(contacts.id, projectMoves.actorId)))
		.leftJoin(apiKeys, and(eq(apiKeys.workspaceId, projectMoves.workspaceId), eq(apiKeys.id, projectMoves.actorId)))
		.$dynamic()

type Found = Awaited<ReturnType<typeof select>>[number]

function asEntry({ move, member, email, contact, key }: Found): MoveEntry {
	return { ...move, by: member || email || (contact ? displayName(contact) : key) }
}

/** The moves of a project, newest first, those that were undone too. */
export async function listMoves(
	reader: Reader<CompanyScope>,
	projectId: string,
	{ limit = 50, before }: { limit?: number; before?: number | undefined } = {},
): Promise<MoveEntry[]> {
	const rows = await select(reader)
		.where(and(ofProject(reader, projectId), before === undefined ? undefined : lt(projectMoves.number, before)))
		.orderBy(desc(projectMoves.number))
		.limit(limit)
	return rows.map(asEntry)
}

export async function findMove(reader: Reader, projectId: string, moveId: string): Promise<MoveEntry | null> {
	if (!isId('prj', projectId) || !isId('mov', moveId)) return null
	const [row] = await select(reader).where(and(ofProject(reader, projectId), eq(projectMoves.id, moveId)))
	return row ? asEntry(row) : null
}

/** The last move that stands. */
export async function lastMove(reader: Reader, projectId: string): Promise<MoveEntry | null> {
	const [row] = await select(reader)
		.where(and(ofProject(reader, projectId), isNull(projectMoves.undoneAt)))
		.orderBy(desc(projectMoves.number))
		.limit(1)
	return row ? asEntry(row) : null
}

function ofProject({ scope }: Reader, projectId: string): SQL | undefined {
	return and(eq(projectMoves.workspaceId, scope.workspaceId), inArray(projectMoves.projectId, [projectId]))
}
