import { wayTo } from '#features/notifications/rules.ts'
import { queueDelivery } from '#features/notifications/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import type { Writer } from '#platform/db/db.ts'
import { formatDate } from '#platform/i18n/format.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import type { DocumentRequest } from '../reads.ts'
import { askableFor } from './reads.ts'

/** Writes to those who are asked, when something is asked of them and when it comes back; what is asked of the same people at once, in one letter. */
export async function tellAsked(
	writer: Writer,
	requests: readonly DocumentRequest[],
	event: 'documentRequest.asked' | 'documentRequest.sentBack',
): Promise<void> {
	const [request] = requests
	if (!request) return
	const workspace = await currentWorkspace(writer)
	if (!workspace.settings.modules.projects || !workspace.settings.modules.documents) return
	for (const person of await askableFor(writer, request)) {
		const way = wayTo(person)
		if (!person.enrolled || !way || (request.contactId && request.contactId !== person.id)) continue
		const locale = pickLocale(person.language, null, workspace.language)
		await queueDelivery(writer, {
			event,
			template: 'documentAsked',
			...way,
			contactId: person.id,
			language: person.language,
			values: {
				firstName: person.firstName,
				project: request.projectName,
				title: new Intl.ListFormat(locale).format(requests.map((one) => one.title)),
				description: requests.length === 1 ? request.description : '',
				due: request.dueOn ? formatDate(new Date(`${request.dueOn}T12:00:00Z`), { locale, timeZone: 'UTC' }) : '',
				reason: event === 'documentRequest.sentBack' ? (request.reason ?? '') : null,
				link: workspaceUrl(workspace, addressOf(requests, request)),
			},
		})
	}
}

/** Where it is sent: a contract has a page of its own, several requests stand in one card. */
function addressOf(requests: readonly DocumentRequest[], { projectId, contractId, id }: DocumentRequest): string {
	if (contractId) return `/projects/${projectId}/contract`
	return `/projects/${projectId}#${requests.length === 1 ? `request-${id}` : 'requests'}`
}
