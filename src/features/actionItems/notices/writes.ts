import { textIn } from '#features/flows/rules.ts'
import { wayTo } from '#features/notifications/rules.ts'
import { queueDelivery } from '#features/notifications/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import type { Writer } from '#platform/db/db.ts'
import { formatDate } from '#platform/i18n/format.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import type { ActionItem } from '../reads.ts'
import { assignableFor } from './reads.ts'

type What = 'assigned' | 'reopened' | 'soon' | 'today' | 'overdue'

/** Writes to those who have to do something; what is given to the same people at once, in one letter. Says to how many. */
export async function tellOfItems(writer: Writer, items: readonly ActionItem[], what: What): Promise<number> {
	const [item] = items
	const workspace = await currentWorkspace(writer)
	if (!item || !workspace.settings.modules.projects) return 0
	let told = 0
	for (const person of await assignableFor(writer, item)) {
		const way = wayTo(person)
		if (!person.enrolled || !way || (item.contactId && item.contactId !== person.id)) continue
		const locale = pickLocale(person.language, null, workspace.language)
		const titles = items.map((one) => textIn(one.title, locale, workspace.language))
		const queued = await queueDelivery(writer, {
			event: eventOf(what),
			template: 'actionItem',
			...way,
			contactId: person.id,
			language: person.language,
			values: {
				what,
				firstName: person.firstName,
				project: item.projectName,
				title: new Intl.ListFormat(locale).format(titles),
				due: items.length === 1 && item.dueOn ? dayOf(item.dueOn, locale) : '',
				reason: what === 'reopened' ? (item.reason ?? '') : '',
				link: workspaceUrl(
					workspace,
					items.length === 1 ? `/action-items/${item.id}` : `/projects/${item.projectId}#action-items`,
				),
			},
		})
		if (queued.wanted) told++
	}
	return told
}

const eventOf = (what: What) =>
	what === 'assigned' || what === 'reopened' ? (`actionItem.${what}` as const) : 'actionItem.reminded'

const dayOf = (day: string, locale: Parameters<typeof formatDate>[1]['locale']) =>
	formatDate(new Date(`${day}T12:00:00Z`), { locale, timeZone: 'UTC' })
