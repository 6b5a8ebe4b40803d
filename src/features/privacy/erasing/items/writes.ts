import type { Answers } from '#features/actionItems/rules.ts'
import type { Signature } from '#features/actionItems/tables.ts'
import type { Writer } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type Scrub, scrubJson } from '../rules.ts'
import { through } from '../texts/writes.ts'
import type { Erasable } from '../traits/reads.ts'

/**
 * What was to be done in projects of its accounts, with what was answered. That something was signed stays, with the text
 * and its hash; who signed it does not, nor from where, nor how it looked.
 */
export async function scrubItems(
	writer: Writer<CompanyScope>,
	{ ids, accountIds }: Erasable,
	scrub: Scrub,
	{ texts, instead, pseudonym }: { texts: boolean; instead: string; pseudonym: string },
): Promise<number> {
	const { client, scope } = writer
	const own = [scope.workspaceId, accountIds]
	const ofAccounts = `t.workspace_id = $1 and t.project_id in (select id from projects where workspace_id = $1 and account_id = any($2))`
	const items = await through<{ id: string; title: unknown; instructions: unknown; reason: string | null }>(
		writer,
		`select t.id, t.title, t.instructions, t.reason from action_items t where ${ofAccounts}`,
		own,
		async ({ id, ...texts }) => {
			const next = scrubJson(texts, scrub) as typeof texts
			if (JSON.stringify(next) === JSON.stringify(texts)) return false
			await client.query(
				'update action_items set title = $3, instructions = $4, reason = $5 where workspace_id = $1 and id = $2',
				[scope.workspaceId, id, JSON.stringify(next.title), JSON.stringify(next.instructions), next.reason],
			)
			return true
		},
	)
	await client.query(`update action_items set draft = null where workspace_id = $1 and draft->>'by' = any($2)`, [
		scope.workspaceId,
		ids,
	])
	await through<{ id: string; title: string }>(
		writer,
		`select t.id, t.title from work_orders t where ${ofAccounts}`,
		own,
		async ({ id, title }) => {
			if (scrub(title) === title) return false
			const values = [scope.workspaceId, id, scrub(title)]
			await client.query('update work_orders set title = $3 where workspace_id = $1 and id = $2', values)
			return true
		},
	)
	const answered = await through<{
		id: string
		answers: Answers
		signature: Signature | null
		reason: string | null
		mine: boolean
	}>(
		writer,
		`select t.id, t.answers, t.signature, t.reason, (t.by_type = 'contact' and t.by_id = any($3)) as mine
		from action_item_answers t where t.workspace_id = $1 and ((t.by_type = 'contact' and t.by_id = any($3)) or t.item_id in
			(select i.id from action_items i join projects p on p.workspace_id = i.workspace_id and p.id = i.project_id
				where i.workspace_id = $1 and p.account_id = any($2)))`,
		[scope.workspaceId, accountIds, ids],
		async ({ id, mine, ...before }) => {
			const { answers, signature, reason } = scrubJson(before, scrub) as typeof before
			const given = mine && texts ? withoutTexts(answers, instead) : answers
			const signed =
				mine && signature ? { ...signature, name: pseudonym, drawing: null, ip: '', userAgent: '' } : signature
			const next = { answers: given, signature: signed, reason }
			if (JSON.stringify(next) === JSON.stringify(before)) return false
			await client.query(
				'update action_item_answers set answers = $3, signature = $4, reason = $5 where workspace_id = $1 and id = $2',
				[scope.workspaceId, id, JSON.stringify(given), signed && JSON.stringify(signed), reason],
			)
			return true
		},
	)
	return items + answered
}

function withoutTexts(answers: Answers, instead: string): Answers {
	return Object.fromEntries(
		Object.entries(answers).map(([field, value]) => [field, typeof value === 'string' ? instead : value]),
	)
}
