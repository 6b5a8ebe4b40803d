import { requestsOfProject } from '#features/documentRequests/reads.ts'
import { requestInput } from '#features/documentRequests/schema.ts'
import { sendFiles } from '#features/documentRequests/sending/writes.ts'
import { approveRequest, askForDocument, sendBackRequest } from '#features/documentRequests/writes.ts'
import { listProjects } from '#features/projects/reads.ts'
import { read } from '#platform/db/db.ts'
import { photo } from './files.ts'
import { asClient, asMember, type Cast, daysAgo } from './stage.ts'

const asks = [
	{
		title: 'Latest electricity bill',
		description: 'All pages, please. We need the yearly use and the number of the meter.',
		dueIn: 6,
		ends: 'sentBack',
	},
	{
		title: 'Photo of the main panel',
		description: 'With the door open, so that the labels can be read.',
		ends: 'asked',
	},
	{ title: 'Consent of the homeowners’ association', description: 'The signed letter.', ends: 'approved' },
	{ title: 'Photo of the meter', description: 'The number has to be readable.', ends: 'sent' },
] as const

/** What the first households were asked to send, in each state. Nobody is written to. */
export async function seedRequests(cast: Cast): Promise<void> {
	for (const [index, person] of cast.people.slice(0, 6).entries()) {
		const { rows } = await read(cast.scope, (reader) =>
			listProjects(reader, { filter: { accountId: person.accountId } }),
		)
		const project = rows[0]
		if (project?.status !== 'active' || person.household.since < 8) continue
		// Maya has one in each state, the others one or two.
		const of = index === 0 ? asks : asks.filter((_, n) => (n + index) % 3 === 0)
		for (const [n, one] of of.entries()) await seedRequest(cast, index, project.id, one, 6 - n)
	}
}

async function seedRequest(
	cast: Cast,
	index: number,
	projectId: string,
	{ title, description, ends, ...rest }: (typeof asks)[number],
	ago: number,
): Promise<void> {
	const person = cast.people[index]
	if (!person) return
	const [ann, client] = [asMember(cast, 'Ann'), asClient(cast, person)]
	const dueOn = 'dueIn' in rest ? new Date(Date.now() + rest.dueIn * 86_400_000).toISOString().slice(0, 10) : null
	const input = requestInput.parse({ projectId, title, description, dueOn })
	const known = (await read(cast.scope, (reader) => requestsOfProject(reader, projectId))).some(
		(one) => one.title === title,
	)
	// Its step may have asked for it.
	if (!known) await daysAgo(ago, () => askForDocument(ann, input, { tell: false }))
	if (ends === 'asked') return
	const all = await read(cast.scope, (reader) => requestsOfProject(reader, projectId))
	const id = all.find((one) => one.title === title)?.id ?? ''
	const file = await photo(cast.scope.workspaceId, 'meter', index)
	await daysAgo(ago - 0.5, () => sendFiles(client, id, [file]))
	const reason = 'The second page is missing, and the first one is blurred. Could you photograph both again?'
	if (ends === 'sentBack') await daysAgo(ago - 1, () => sendBackRequest(ann, id, { reason, tell: false }))
	if (ends === 'approved') await daysAgo(ago - 1, () => approveRequest(ann, id))
}
