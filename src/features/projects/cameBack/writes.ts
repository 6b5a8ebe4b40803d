import { wayTo } from '#features/notifications/rules.ts'
import { queueDelivery } from '#features/notifications/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { asProduct, type Writer } from '#platform/db/db.ts'
import type { AccessArea } from '#platform/scope/scope.ts'
import { followersOf } from '../late/reads.ts'
import type { Project } from '../reads.ts'

interface Back {
	event: string
	what: 'drawing' | 'offer'
	/** What it is called, where it has a name. */
	title?: string
	reason: string
	/** The page of the project where it is done again. */
	page: 'drawing' | 'offer'
	/** Who cannot see it there is not told. */
	areas: readonly AccessArea[]
}

/** Writes to the clients of a project that something which they had done came back, and why. */
export async function tellCameBack(
	writer: Writer,
	project: Pick<Project, 'id' | 'name' | 'accountId' | 'siteId'>,
	{ event, what, title = '', reason, page, areas }: Back,
): Promise<void> {
	const workspace = await currentWorkspace(writer)
	if (!workspace.settings.modules.projects) return
	for (const person of await followersOf(asProduct(writer), project, areas)) {
		const way = wayTo(person)
		if (!way) continue
		await queueDelivery(writer, {
			event,
			template: 'cameBack',
			...way,
			contactId: person.id,
			language: person.language,
			values: {
				what,
				firstName: person.firstName,
				project: project.name,
				title,
				reason,
				link: workspaceUrl(workspace, `/projects/${project.id}/${page}`),
			},
		})
	}
}
