/** What the screen of a step asks of its client now, and where it is done. Everything here is pure. */
import type { Screen } from '#features/flows/rules.ts'
import type { AccessArea } from '#platform/scope/scope.ts'
import type { ScreenState } from './reads.ts'

/** The areas without which a screen shows nothing. */
const areasOf: Partial<Record<Screen, readonly AccessArea[]>> = {
	documents: ['documents'],
	offer: ['documents', 'proposals'],
	contract: ['documents'],
	drawing: [],
}

export interface ScreenTask {
	screen: 'documents' | 'offer' | 'contract' | 'drawing'
	href: string
	/** Offers to choose from, contracts to sign. */
	count: number
}

/** What there is to do for a client on the screen of the step that is on; null where nothing is, or nothing yet. */
export function taskOf(
	project: { id: string; screen: Screen; mine: boolean },
	state: ScreenState,
	areas: readonly AccessArea[],
): ScreenTask | null {
	const { id, screen, mine } = project
	const needed = areasOf[screen]
	if (!needed?.every((area) => areas.includes(area))) return null
	if (screen === 'offer' && state.offers > 0 && !state.accepted)
		return { screen, href: `/projects/${id}/offer`, count: state.offers }
	if (screen === 'contract' && state.unsigned > 0)
		return { screen, href: `/projects/${id}/contract`, count: state.unsigned }
	if (screen === 'drawing' && state.drawing?.state !== 'handedIn')
		return { screen, href: `/projects/${id}/drawing`, count: 1 }
	// What is asked for has cards of its own; where nothing is, what the client thinks is needed is welcome.
	if (screen === 'documents' && mine && state.requests === 0) return { screen, href: '/files/new', count: 0 }
	return null
}
