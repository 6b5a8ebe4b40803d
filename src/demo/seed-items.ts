import { completeItem } from '#features/actionItems/completing/writes.ts'
import { itemInput } from '#features/actionItems/schema.ts'
import { readyTemplates } from '#features/actionItems/templates/readyMade/writes.ts'
import { assignItem, reopenItem } from '#features/actionItems/writes.ts'
import { listProjects } from '#features/projects/reads.ts'
import { workOrderInput } from '#features/workOrders/schema.ts'
import { changeOrder, createOrder } from '#features/workOrders/writes.ts'
import { read, write } from '#platform/db/db.ts'
import { photo } from './files.ts'
import { asClient, asMember, type Cast, dayMs, daysAgo } from './stage.ts'

type Key = 'access' | 'design' | 'panel' | 'utility'
type Ends = 'open' | 'done' | 'reopened'

/** What the first clients were given to do: Maya a bit of everything, some others one thing each. */
const given: { person: number; key: Key; ends: Ends; ago: number; dueIn: number | null }[] = [
	{ person: 0, key: 'access', ends: 'done', ago: 12, dueIn: null },
	{ person: 0, key: 'panel', ends: 'reopened', ago: 9, dueIn: 2 },
	{ person: 0, key: 'utility', ends: 'open', ago: 3, dueIn: 7 },
	{ person: 0, key: 'design', ends: 'open', ago: 6, dueIn: -2 },
	{ person: 1, key: 'utility', ends: 'done', ago: 8, dueIn: null },
	{ person: 2, key: 'access', ends: 'open', ago: 2, dueIn: 5 },
	{ person: 4, key: 'design', ends: 'done', ago: 5, dueIn: null },
	{ person: 5, key: 'panel', ends: 'open', ago: 4, dueIn: 3 },
]

/** Work orders with what clients have to do, in each state. Nobody is written to. */
export async function seedItems(cast: Cast): Promise<void> {
	const ids = await templateIds(cast)
	const orders = new Map<number, string>()
	for (const one of given) {
		const person = cast.people[one.person]
		if (!person || person.household.since <= one.ago) continue
		const filter = { accountId: person.accountId }
		const { rows } = await read(cast.scope, (reader) => listProjects(reader, { filter }))
		const project = rows[0]
		if (project?.status !== 'active') continue
		const order = orders.get(one.person) ?? (await seedOrder(cast, project.id, one.ago + 1))
		orders.set(one.person, order)
		await seedItem(cast, { ...one, projectId: project.id, workOrderId: order, templateId: ids.get(one.key) ?? '' })
	}
}

/** Those that came with the flows, by key. */
function templateIds({ scope }: Cast): Promise<ReadonlyMap<string, string>> {
	return write(scope, (writer) => readyTemplates(writer, ['access', 'design', 'panel', 'utility']))
}

/** Two orders, the first of them done; gives the other. */
async function seedOrder(cast: Cast, projectId: string, ago: number): Promise<string> {
	const ann = asMember(cast, 'Ann')
	const make = (title: string) => createOrder(ann, workOrderInput.parse({ projectId, title }))
	const [survey, next] = await daysAgo(ago, async () => [
		await make('Site survey'),
		await make('Getting ready to install'),
	])
	if (!survey.ok || !next.ok) throw new Error('no work order')
	await daysAgo(ago - 1, () => changeOrder(ann, survey.order.id, { state: 'done' }))
	return next.order.id
}

interface Seeded {
	person: number
	key: Key
	ends: Ends
	ago: number
	dueIn: number | null
	projectId: string
	workOrderId: string
	templateId: string
}

async function seedItem(cast: Cast, one: Seeded): Promise<void> {
	const person = cast.people[one.person]
	if (!person) return
	const [ann, client] = [asMember(cast, 'Ann'), asClient(cast, person)]
	const dueOn = one.dueIn === null ? null : new Date(Date.now() + one.dueIn * dayMs).toISOString().slice(0, 10)
	const { projectId, workOrderId, templateId } = one
	const input = itemInput.parse({ projectId, workOrderId, templateId, dueOn })
	const made = await daysAgo(one.ago, () => assignItem(ann, input, { tell: false }))
	if (!made.ok) throw new Error(made.reason)
	if (one.ends === 'open') return
	const { id } = made.item
	const [first, last] = person.household.person
	const field = one.key === 'access' ? 'f_panel' : 'file'
	const files =
		one.key === 'access' || one.key === 'panel'
			? [{ ...(await photo(cast.scope.workspaceId, 'meter', one.person)), field }]
			: []
	const values = {
		f_parking: '0',
		f_code: 'The gate is open by day.',
		f_stories: '2',
		f_day: new Date(Date.now() + 9 * dayMs).toISOString().slice(0, 10),
		f_panel: '',
		name: `${first} ${last}`,
		drawing: scribble,
	}
	const from = { ip: '203.0.113.7', userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Safari/604.1' }
	const done = await daysAgo(one.ago - 1, () => completeItem(client, id, { values, files, from }))
	if (!done.ok) throw new Error(done.reason)
	const reason = 'The labels cannot be read on the photo. Could you take it again from closer by?'
	if (one.ends === 'reopened') await daysAgo(one.ago - 2, () => reopenItem(ann, id, { reason, tell: false }))
}

/** A signature as somebody draws one with a finger. */
const scribble =
	'80 190 110 90 130 60 140 110 150 190 160 120 190 70 205 130 210 190;240 160 270 130 285 150 270 190 245 185 250 160 300 150 310 185;340 140 355 190 375 135;430 60 440 190 520 70;480 200 560 150 600 190 650 120 690 190 740 140 830 170'
