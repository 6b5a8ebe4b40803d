import { listMembers } from '#features/access/members/reads.ts'
import { contractsOfProject } from '#features/contracts/reads.ts'
import { askableFor } from '#features/documentRequests/notices/reads.ts'
import { requestsOfProject } from '#features/documentRequests/reads.ts'
import { offersOfProject } from '#features/offers/reads.ts'
import { namesOf } from '#features/people/feed/reads.ts'
import type { Project } from '#features/projects/reads.ts'
import { visitsOfProject } from '#features/visits/reads.ts'
import type { Reader } from '#platform/db/db.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { contractsView, offersView } from './offers.ts'
import { requestsView } from './requests.ts'
import { visitsView } from './visits.ts'

/** What the panels of a project show of what its client does; `subjects` are what its feed tells of beside the project. */
export async function panelsOf(reader: Reader<StaffScope>, project: Project, locals: App.Locals) {
	const [requests, askable] = [await requestsOfProject(reader, project.id), await askableFor(reader, project)]
	const contracts = await contractsOfProject(reader, project.id, requests)
	const offers = await offersOfProject(reader, project)
	const said = offers.decisions.map((one) => ({ actor_id: one.byId, contact_id: null }))
	const names = said.length > 0 ? await namesOf(reader, said) : new Map<string, string>()
	const [visits, members] = [await visitsOfProject(reader, project.id), await listMembers(reader)]
	return {
		subjects: [
			...[...requests, ...visits, ...offers.offers].map((one) => one.id),
			...offers.decisions.map((one) => one.offerId),
		],
		panels: {
			requests: requestsView({ list: requests.filter((one) => !one.contractId), askable }, locals),
			contracts: contractsView(contracts),
			offers: offersView(offers, names, locals),
			visits: visitsView(visits, locals),
			members: members.filter((one) => one.status === 'active').map(({ id, name }) => ({ id, name })),
		},
	}
}
