import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { read, write } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeProject } from '#support/project.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { countProjects } from '../lists/reads.ts'
import { listProjects, projectsOfClient } from '../reads.ts'
import { boardOf, moreOfColumn } from './reads.ts'

openDatabase()

const sent = vi.fn()
beforeEach(() => {
	const query = pg.Client.prototype.query
	vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
		sent()
		return Reflect.apply(query, this, args)
	} as typeof query)
})
afterEach(() => vi.restoreAllMocks())

/** A company with one project, and so many copies of it spread over its first stage and the second. */
async function company(copies: number) {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const project = await makeProject({ account })
	const staff = (await makeMember({ in: scope })).scope
	await write(scope, ({ client }) =>
		client.query(
			`insert into projects (workspace_id, id, name, account_id, flow_id, flow_version, stage_id, step_id, step_since,
				status, moves, search, created_at, updated_at)
			select workspace_id, id || n, name || n, account_id, flow_id, flow_version,
				case when n % 3 = 0 then 'two' else 'one' end, case when n % 3 = 0 then 'd' else 'b' end,
				step_since - n * interval '1 minute', status, 1, search, created_at, updated_at
			from projects, generate_series(1, $2) n where workspace_id = $1`,
			[scope.workspaceId, copies],
		),
	)
	await write(scope, ({ client }) => client.query('analyze projects').catch(() => {}))
	return { scope, account, staff, flowId: project.flowId }
}

async function cost(work: () => Promise<unknown>): Promise<number> {
	sent.mockClear()
	await work()
	// Without what opens and closes the transaction.
	return sent.mock.calls.length - 2
}

const openBoard = (staff: StaffScope, flowId: string) => read(staff, (reader) => boardOf(reader, flowId))

test('PRJ-7: the board shows each column by its first cards and its number, and goes on without a gap', async () => {
	const { staff, flowId } = await company(100)
	const board = await openBoard(staff, flowId)
	expect(board?.columns.map(({ stage, count, cards }) => [stage.id, count, cards.length])).toEqual([
		['one', 68, 20],
		['two', 33, 20],
	])
	const seen = new Set(board?.columns[0]?.cards.map(({ id }) => id))
	let next = board?.columns[0]?.next ?? null
	while (next) {
		const after = decodeCursor(next)
		if (!after) throw new Error('no cursor')
		const page = await read(staff, (reader) => moreOfColumn(reader, flowId, 'one', after))
		for (const { id } of page.cards) seen.add(id)
		next = page.next
	}
	expect(seen.size).toBe(68)
})

test('PRJ-7: board and list of 5,000 projects cost the queries of ten', async () => {
	const [few, many] = [await company(10), await company(5000)]
	for (const [name, open] of [
		['board', ({ staff, flowId }: typeof few) => openBoard(staff, flowId)],
		['list', ({ staff }: typeof few) => read(staff, (reader) => listProjects(reader, { sort: 'since' }))],
		['counts', ({ staff }: typeof few) => read(staff, countProjects)],
		['search', ({ staff }: typeof few) => read(staff, (reader) => listProjects(reader, { filter: { q: 'roof' } }))],
	] as const) {
		expect(await cost(() => open(many)), name).toBeLessThanOrEqual(await cost(() => open(few)))
	}
})

test('PRJ-2: what a client reads of its projects is one query, whatever their number', async () => {
	const { account } = await company(30)
	const maya = await makeContact({ accounts: [account] })
	expect(await cost(() => read(maya.scope, (reader) => projectsOfClient(reader)))).toBe(1)
})
