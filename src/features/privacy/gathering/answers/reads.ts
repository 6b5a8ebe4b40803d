import { and, asc, eq, gt } from 'drizzle-orm'
import { actionItemAnswers, actionItems } from '#features/actionItems/tables.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { batch, rowsOf } from '../reads.ts'

/** What the person answered to what it was given to do, and what it signed. */
export function answersOf(scope: SystemScope, contactId: string) {
	return rowsOf(scope, async ({ db }, after) =>
		db
			.select({
				id: actionItemAnswers.id,
				item: actionItems.title,
				fields: actionItems.fields,
				answers: actionItemAnswers.answers,
				signature: actionItemAnswers.signature,
				at: actionItemAnswers.at,
			})
			.from(actionItemAnswers)
			.innerJoin(
				actionItems,
				and(eq(actionItems.workspaceId, actionItemAnswers.workspaceId), eq(actionItems.id, actionItemAnswers.itemId)),
			)
			.where(
				and(
					eq(actionItemAnswers.workspaceId, scope.workspaceId),
					eq(actionItemAnswers.byType, 'contact'),
					eq(actionItemAnswers.byId, contactId),
					gt(actionItemAnswers.id, after),
				),
			)
			.orderBy(asc(actionItemAnswers.id))
			.limit(batch),
	)
}
