/** What a step needs, as its client reads it. */
import type { Requirement } from '#features/flows/rules.ts'
import type { Locale } from '#i18n'
import { m } from '#messages'
import type { AccessArea } from '#platform/scope/scope.ts'
import { isComplete, type RequiredAction } from '../rules.ts'

export interface AskedView {
	requirement: Requirement
	title: string
	meta: string
	complete: boolean
	/** Where it is done on the project's page. */
	href: string | null
}

/** What of it a contact can see, and where on the page it is done. */
const shown: Record<Requirement, { area: AccessArea; href?: string }> = {
	documents: { area: 'documents', href: '#requests' },
	actionItems: { area: 'projects', href: '#action-items' },
	offer: { area: 'proposals', href: 'offer' },
	contract: { area: 'documents', href: 'contract' },
	visit: { area: 'visits', href: '#visits' },
	drawing: { area: 'projects', href: '#drawing' },
}

export function askedViews(
	required: readonly RequiredAction[],
	projectId: string,
	areas: readonly AccessArea[],
	at: { locale: Locale },
): AskedView[] {
	return required.flatMap((one) => {
		const { requirement, open, done } = one
		const { area, href } = shown[requirement]
		if (!areas.includes(area)) return []
		const all = open + done
		const complete = isComplete(one)
		const meta = complete
			? m.projects_required_done({}, at)
			: all === 0
				? m.projects_asked_soon({}, at)
				: m.projects_asked_count({ done, all }, at)
		return [
			{
				requirement,
				title: m.projects_asked_item({ one: requirement }, at),
				meta,
				complete,
				href: all > 0 && href ? addressOf(projectId, href) : null,
			},
		]
	})
}

/** On the page of the project, or on a page below it. */
function addressOf(projectId: string, href: string): string {
	return href.startsWith('#') ? href : `/projects/${projectId}/${href}`
}
