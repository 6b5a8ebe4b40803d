import { answersOf } from '#features/actionItems/answers/reads.ts'
import { assignableFor } from '#features/actionItems/notices/reads.ts'
import { itemsOfProject } from '#features/actionItems/reads.ts'
import { templates } from '#features/actionItems/templates/reads.ts'
import { answerViews, lineOf, type Reading } from '#features/actionItems/views/rules.ts'
import { textIn } from '#features/flows/rules.ts'
import { displayName } from '#features/people/rules.ts'
import type { Project } from '#features/projects/reads.ts'
import { ordersOfProject } from '#features/workOrders/reads.ts'
import { now } from '#platform/clock/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import type { StaffScope } from '#platform/scope/scope.ts'

/** What the panel of a project's work orders shows. Seven queries. */
export async function workView(
	reader: Reader<StaffScope>,
	project: Pick<Project, 'id' | 'accountId' | 'siteId'>,
	{ workspace, locale }: Pick<App.Locals, 'workspace' | 'locale'>,
) {
	const { timeZone, language } = workspace
	const reading: Reading = { locale, timeZone, fallback: language, at: now() }
	const items = await itemsOfProject(reader, project.id)
	const { answers } = await answersOf(
		reader,
		items.map((item) => item.id),
	)
	const views = items.map((item) => ({
		order: item.workOrderId,
		...lineOf(item, reading),
		to: item.contactName,
		changes: item.changes,
		reason: item.reason,
		answers: answerViews(item, answers, reading),
	}))
	return {
		orders: (await ordersOfProject(reader, project.id)).map(({ id, number, title, state }) => ({
			id,
			number,
			title,
			state,
			items: views.filter((view) => view.order === id),
		})),
		templates: (await templates(reader)).map(({ id, title }) => ({ id, name: textIn(title, locale, language) })),
		assignable: (await assignableFor(reader, project)).map((one) => ({ id: one.id, name: displayName(one) })),
	}
}
