/** The action screens of a project in the words of its client; made on the server, so that the page needs no script for it. */
import type { Screen } from '#features/flows/rules.ts'
import type { Locale } from '#i18n'
import { m } from '#messages'
import { type AccessArea, mayArea } from '#platform/scope/scope.ts'
import type { ScreenState } from '../reads.ts'
import type { ScreenTask } from '../rules.ts'

interface At {
	locale: Locale
}

/** What is to be done now on the page of its project, with its one button; a drawing has a card of its own there. */
export function taskView({ screen, href }: ScreenTask, at: At) {
	if (screen === 'drawing') return null
	const texts = {
		documents: { text: m.projects_send_text({}, at), button: m.projects_send({}, at) },
		offer: { text: m.offers_card({}, at), button: m.offers_card_do({}, at) },
		contract: { text: m.contracts_card({}, at), button: m.contracts_card_do({}, at) },
	}
	return { title: m.projects_todo({}, at), href, ...texts[screen] }
}

/** The same as one line of home, one tap away. */
export function needView({ screen, href, count }: ScreenTask, project: string, at: At) {
	const texts = {
		documents: { title: m.projects_send({}, at), label: m.requests_send({}, at) },
		offer: { title: m.offers_need_title({ count }, at), label: m.offers_need_do({}, at) },
		contract: { title: m.contracts_card({}, at), label: m.contracts_need_do({}, at) },
		drawing: { title: m.drawings_card({}, at), label: m.drawings_card_action({ state: 'none' }, at) },
	}
	return { screen, href, meta: project, ...texts[screen] }
}

/** On an action screen with nothing to do: why not; empty where there is nothing to say. */
export function waitingText(screen: Screen, state: ScreenState, visits: number, at: At): string {
	if (screen === 'visit') return visits === 0 ? m.projects_visit_soon({}, at) : ''
	if (screen === 'offer') return state.accepted ? m.projects_offer_accepted({}, at) : m.projects_offer_soon({}, at)
	if (screen !== 'contract') return ''
	if (state.signed > 0) return m.projects_contract_sent({}, at)
	return state.confirmed > 0 ? '' : m.projects_contract_soon({}, at)
}

/** Where what there is to read of a project is found, at any step. */
export function papersOf(projectId: string, state: ScreenState, areas: readonly AccessArea[], at: At) {
	const sees = (area: AccessArea) => mayArea({ areas, accountIds: [], siteIds: [] }, area)
	const offer = sees('documents') && sees('proposals') && (state.offers > 0 || state.accepted)
	const contract = sees('documents') && state.unsigned + state.signed + state.confirmed > 0
	return [
		...(offer ? [{ href: `/projects/${projectId}/offer`, title: m.projects_papers_offer({}, at) }] : []),
		...(contract ? [{ href: `/projects/${projectId}/contract`, title: m.projects_papers_contract({}, at) }] : []),
	]
}
