import { requestOfContract } from '#features/contracts/sending/writes.ts'
import { sendFiles } from '#features/documentRequests/sending/writes.ts'
import { approveRequest } from '#features/documentRequests/writes.ts'
import { stagesOf } from '#features/flows/reads.ts'
import { stepsOf } from '#features/flows/rules.ts'
import { acceptOffer } from '#features/offers/writes.ts'
import { listProjects, type Project } from '#features/projects/reads.ts'
import { read } from '#platform/db/db.ts'
import { photo } from './files.ts'
import type { About } from './papers/paper.ts'
import { papersOf } from './papers/papers.ts'
import { seedPaper } from './seed-papers.ts'
import { asClient, asMember, type Cast, daysAgo, type SeededPerson } from './stage.ts'

/** Offers and contracts of the projects that have come so far: open where their step is on, answered where it is behind. */
export async function seedOffers(cast: Cast): Promise<void> {
	for (const [index, person] of cast.people.slice(0, 12).entries()) {
		const project = await projectOf(cast, person)
		if (project?.status !== 'active') continue
		const place = await placeIn(cast, project)
		if (place.offer === 'ahead') continue
		await seedOffer(cast, { person, project, index }, place)
	}
}

type Place = Awaited<ReturnType<typeof placeIn>>

async function projectOf(cast: Cast, person: SeededPerson): Promise<Project | undefined> {
	const filter = { accountId: person.accountId }
	return (await read(cast.scope, (reader) => listProjects(reader, { filter }))).rows[0]
}

/** Where the project stands against the steps on which offers are chosen and contracts signed. */
async function placeIn(cast: Cast, project: Project) {
	const steps = stepsOf((await read(cast.scope, (reader) => stagesOf(reader, [project])))(project))
	const here = steps.findIndex(({ step }) => step.id === project.stepId)
	const of = (screen: string) => {
		const at = steps.findIndex(({ step }) => step.screen === screen)
		return at < 0 || at > here ? 'ahead' : at === here ? 'on' : 'behind'
	}
	return { offer: of('offer'), contract: of('contract') } as const
}

async function seedOffer(
	cast: Cast,
	{ person, project, index }: { person: SeededPerson; project: Project; index: number },
	place: Place,
): Promise<void> {
	const { household } = person
	const [first, last] = household.person
	const about: About = {
		owner: `${first} ${last}`,
		address: `${household.street}, ${household.city}, CO ${household.zip}`,
		panels: 14 + index,
		index,
	}
	const ago = (days: number) => Math.max(0.1, Math.min(days, household.since - 1))
	const day = household.since - ago(12)
	const paper = (folder: string, panels: number) => papersOf({ ...about, panels }).find((one) => one.folder === folder)
	const [good, best, agreement] = [paper('proposals', 14), paper('proposals', 24), paper('contracts', 14)]
	if (!good || !best || !agreement) return
	await seedPaper(cast, person, { ...good, title: 'Offer Basic, 14 panels', day }, project.id)
	const chosen = await seedPaper(cast, person, { ...best, title: 'Offer Plus, 24 panels and battery', day }, project.id)
	if (place.offer !== 'behind') return
	const client = asClient(cast, person)
	const device = { ip: '198.51.100.24', userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)' }
	const accepted = await daysAgo(ago(9), () => acceptOffer(client, chosen, { name: about.owner, version: 1, device }))
	if (!accepted.ok) throw new Error(accepted.reason)
	if (place.contract === 'ahead') return
	const title = 'Agreement for this installation'
	const contractId = await seedPaper(cast, person, { ...agreement, title, day: household.since - ago(8) }, project.id)
	if (place.contract === 'on') return
	const request = await daysAgo(ago(7), () => requestOfContract(client, contractId))
	const file = await photo(cast.scope.workspaceId, 'label', index)
	if (!request) return
	await daysAgo(ago(7), () => sendFiles(client, request.id, [file]))
	await daysAgo(ago(6), () => approveRequest(asMember(cast, 'Ann'), request.id))
}
