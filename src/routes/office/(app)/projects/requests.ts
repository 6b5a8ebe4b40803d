import type { Askable } from '#features/documentRequests/notices/reads.ts'
import type { DocumentRequest } from '#features/documentRequests/reads.ts'
import { displayName } from '#features/people/rules.ts'
import { formatDate } from '#platform/i18n/format.ts'

/** What the panel of a project's requests shows. */
export function requestsView(
	{ list, askable }: { list: DocumentRequest[]; askable: Askable[] },
	{ locale }: Pick<App.Locals, 'locale'>,
) {
	return {
		list: list.map(({ id, title, description, state, reason, dueOn, contactName, changes, files }) => ({
			id,
			title,
			description,
			state,
			reason,
			due: dueOn && formatDate(new Date(`${dueOn}T12:00:00Z`), { locale, timeZone: 'UTC' }),
			to: contactName,
			changes,
			files: files.map((file) => ({ id: file.id, title: file.title })),
		})),
		askable: askable.map((person) => ({ id: person.id, name: displayName(person) })),
	}
}
