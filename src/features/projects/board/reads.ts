import type { Flow } from '#features/flows/reads.ts'
import { publishedFlow } from '#features/flows/reads.ts'
import type { Stage } from '#features/flows/rules.ts'
import { now } from '#platform/clock/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import { type Cursor, encodeCursor } from '#platform/paging/cursor.ts'
import type { StaffScope } from '#platform/scope/scope.ts'

/** A project as a card of the board. */
export interface BoardCard {
	id: string
	name: string
	accountName: string
	stageId: string
	stepId: string
	stepSince: Date
	flowVersion: number
	moves: number
	stuck: boolean
}
export interface BoardColumn {
	stage: Pick<Stage, 'id' | 'name'>
	count: number
	cards: BoardCard[]
	/** Where the column goes on; null at its end. */
	next: string | null
}
export interface Board {
	flow: Flow
	columns: BoardColumn[]
	/** On stages that the flow's newest version does not have any more. */
	elsewhere: number
	succeeded: number
	failed: number
}

const perColumn = 20

/** What is under way on a flow, stage by stage, the longest waiting first. Three queries, whatever their number. */
export async function boardOf(reader: Reader<StaffScope>, flowId: string): Promise<Board | null> {
	const flow = await publishedFlow(reader, flowId)
	if (!flow) return null
	const counts = await countsOf(reader, flowId)
	const cards = await cardsOf(
		reader,
		flowId,
		flow.stages.map((stage) => stage.id),
		null,
	)
	const countOf = (status: string, stageId: string) =>
		counts.find((row) => row.status === status && row.stageId === stageId)?.count ?? 0
	const all = (status: string) => counts.filter((row) => row.status === status).reduce((sum, row) => sum + row.count, 0)
	const columns = flow.stages.map(({ id, name }) => {
		const own = cards.filter((card) => card.stageId === id)
		return { stage: { id, name }, count: countOf('active', id), ...pageOf(own) }
	})
	const shown = columns.reduce((sum, column) => sum + column.count, 0)
	return { flow, columns, elsewhere: all('active') - shown, succeeded: all('succeeded'), failed: all('failed') }
}

/** How a column goes on. */
export async function moreOfColumn(
	reader: Reader<StaffScope>,
	flowId: string,
	stageId: string,
	after: Cursor,
): Promise<Pick<BoardColumn, 'cards' | 'next'>> {
	return pageOf(await cardsOf(reader, flowId, [stageId], after))
}

function pageOf(found: BoardCard[]): Pick<BoardColumn, 'cards' | 'next'> {
	const cards = found.slice(0, perColumn)
	const last = cards.at(-1)
	const next = found.length > perColumn && last ? encodeCursor([last.stepSince.toISOString(), last.id]) : null
	return { cards, next }
}

async function countsOf({ client, scope }: Reader, flowId: string) {
	const { rows } = await client.query<{ status: string; stageId: string; count: number }>(
		`select status, stage_id as "stageId", count(*)::int as count from projects
		where workspace_id = $1 and flow_id = $2 and archived_at is null group by 1, 2`,
		[scope.workspaceId, flowId],
	)
	return rows
}

async function cardsOf(
	{ client, scope }: Reader,
	flowId: string,
	stageIds: string[],
	after: Cursor | null,
): Promise<BoardCard[]> {
	const beyond = after ? 'and (p.step_since, p.id) > ($6::timestamptz, $7::text)' : ''
	const { rows } = await client.query<BoardCard>(
		`select c.*, a.name as "accountName" from unnest($3::text[]) with ordinality s(id, n)
		cross join lateral (
			select p.id, p.name, p.account_id, p.stage_id as "stageId", p.step_id as "stepId", p.moves,
				date_trunc('milliseconds', p.step_since) as "stepSince", p.flow_version as "flowVersion",
				coalesce(p.late_at <= $4, false) as stuck
			from projects p
			where p.workspace_id = $1 and p.flow_id = $2 and p.status = 'active' and p.stage_id = s.id
				and p.archived_at is null ${beyond}
			order by p.step_since, p.id limit $5
		) c
		join accounts a on a.workspace_id = $1 and a.id = c.account_id
		order by s.n, "stepSince", c.id`,
		[scope.workspaceId, flowId, stageIds, now(), perColumn + 1, ...(after ? [after[0], after[1]] : [])],
	)
	return rows
}
