import { and, eq, isNull } from 'drizzle-orm'
import { type StepDocument, type Texts, textIn } from '#features/flows/rules.ts'
import type { Project } from '#features/projects/reads.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { Actor, SystemScope } from '#platform/scope/scope.ts'
import { requestEvent } from '../events.ts'
import { askableFor } from '../notices/reads.ts'
import { tellAsked } from '../notices/writes.ts'
import { type DocumentRequest, findRequest } from '../reads.ts'
import type { RequestInput } from '../schema.ts'
import { documentRequests } from '../tables.ts'

/** Writes down a request; telling those who are asked is left to the caller. */
export async function addRequest(writer: Writer, input: RequestInput, by: Actor): Promise<DocumentRequest> {
	const [id, at] = [newId('drq', now().getTime()), now()]
	await writer.db.insert(documentRequests).values({
		workspaceId: writer.scope.workspaceId,
		id,
		projectId: input.projectId,
		contactId: input.contactId || null,
		title: input.title,
		description: input.description ?? '',
		dueOn: input.dueOn ?? null,
		state: 'asked',
		createdByType: by.type,
		createdById: by.id,
		createdAt: at,
		updatedAt: at,
	})
	const request = await findRequest(writer, id)
	if (!request) throw new Error(`${id} is not there`)
	await writer.emit({ ...requestEvent('documentRequest.asked', request), actor: by })
	return request
}

/** Asks everybody of a project for what its step lists, and tells them once. What was asked for by that title stays as it is. */
export async function askForStep(
	writer: Writer<SystemScope>,
	project: Project,
	{ tell }: { tell: boolean },
): Promise<void> {
	const { documents } = project.step
	if (documents.length === 0) return
	const workspace = await currentWorkspace(writer)
	if (!workspace.settings.modules.documents) return
	const asked = await titlesOf(writer, project.id)
	const wanted = documents.filter(({ title }) => !Object.values(title).some((text) => asked.has(fold(text))))
	if (wanted.length === 0) return
	const text = await textFor(writer, project, workspace.language)
	const requests = []
	for (const one of wanted) requests.push(await addRequest(writer, inputOf(one, project.id, text), product))
	if (tell) await tellAsked(writer, requests, 'documentRequest.asked')
}

/** A move is taken back: what its step asked for is asked no longer, unless something was sent by then. */
export async function takeBackRequests(writer: Writer, projectId: string, since: Date): Promise<void> {
	const { client, scope, emit } = writer
	const { rows } = await client.query<Parameters<typeof requestEvent>[1]>(
		`update document_requests r set withdrawn_at = $4, changes = r.changes + 1, updated_at = $4 from projects p
		where r.workspace_id = $1 and r.project_id = $2 and p.workspace_id = $1 and p.id = r.project_id
			and r.withdrawn_at is null and r.state = 'asked' and r.created_by_type = 'system' and r.created_at >= $3
			and r.contract_id is null
		returning r.id, r.title, r.project_id as "projectId", r.contact_id as "contactId",
			p.account_id as "accountId", p.site_id as "siteId"`,
		[scope.workspaceId, projectId, since, now()],
	)
	await emit(...rows.map((request) => requestEvent('documentRequest.withdrawn', request)))
}

const product: Actor = { type: 'system', id: null }

function inputOf({ title, description }: StepDocument, projectId: string, text: (texts: Texts) => string) {
	return { projectId, title: text(title), description: text(description) }
}

async function titlesOf({ db, scope }: Writer, projectId: string): Promise<Set<string>> {
	const rows = await db
		.select({ title: documentRequests.title })
		.from(documentRequests)
		.where(
			and(
				eq(documentRequests.workspaceId, scope.workspaceId),
				eq(documentRequests.projectId, projectId),
				isNull(documentRequests.withdrawnAt),
			),
		)
	return new Set(rows.map((row) => fold(row.title)))
}

const fold = (text: string) => text.trim().toLowerCase()

/** A request is written in one language: that of all who are asked, else the company's. */
async function textFor(writer: Writer, project: Project, fallback: string): Promise<(texts: Texts) => string> {
	const spoken = new Set((await askableFor(writer, project)).map((person) => person.language))
	const [only] = spoken
	const language = spoken.size === 1 && only ? only : fallback
	return (texts) => textIn(texts, language, fallback)
}
