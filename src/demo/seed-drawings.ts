import { onGlobe } from '#features/drawings/measuring/rules.ts'
import type { Plane } from '#features/drawings/rules.ts'
import { handInDrawing } from '#features/drawings/writes.ts'
import { publishedFlows } from '#features/flows/reads.ts'
import type { Stage, Step } from '#features/flows/rules.ts'
import { flowInput } from '#features/flows/schema.ts'
import { createFlow, publishFlow } from '#features/flows/writes.ts'
import { updateSite } from '#features/people/sites/writes.ts'
import { projectInput } from '#features/projects/schema.ts'
import { createProject } from '#features/projects/writes.ts'
import { read } from '#platform/db/db.ts'
import { asClient, asMember, type Cast, daysAgo, type SeededPerson } from './stage.ts'

/** Where houses stand in the pictures of the air, made up. */
const houses = [
	{ lat: 39.75012, lng: -104.95321 },
	{ lat: 39.72344, lng: -104.98877 },
]

/** Two roofs: of one the drawing was handed in, of the other it is its client's turn to draw. */
export async function seedDrawings(cast: Cast): Promise<void> {
	const flows = await read(cast.scope, publishedFlows)
	const usual = flows.find((one) => one.projectType === 'installation')
	const flowId = usual && (await seedFlow(cast, usual.stages))
	const [first, second] = [cast.people[1], cast.people[2]]
	if (!flowId || !first || !second) return
	await seedDrawing(cast, first, flowId, { house: houses[0], turn: 'client' })
	await seedDrawing(cast, second, flowId, { house: houses[1], turn: 'office' })
}

/** As the usual one, but the company asks for a drawing before it makes an offer. */
async function seedFlow({ scope }: Cast, stages: Stage[]): Promise<string> {
	const drawn = stages.map((stage) => {
		const at = stage.steps.findIndex(({ screen }) => screen === 'offer')
		return at < 0 ? stage : { ...stage, steps: stage.steps.toSpliced(at, 0, roofStep) }
	})
	const input = flowInput.parse({ name: 'Solar on a garage', projectType: 'garage', stages: drawn })
	const made = await daysAgo(30, () => createFlow(scope, input))
	if (!made.ok) throw new Error(made.reason)
	const published = await daysAgo(30, () => publishFlow(scope, made.flow.id))
	if (!published.ok) throw new Error(JSON.stringify(published))
	return made.flow.id
}

const roofStep: Step = {
	id: 'roof',
	name: 'Roof drawing',
	portalName: { en: 'Your roof', es: 'Su tejado' },
	portalDescription: {
		en: 'Draw the planes of your roof, so that we know what fits.',
		es: 'Dibuje las aguas de su tejado para saber qué cabe.',
	},
	visible: true,
	holder: 'client',
	screen: 'drawing',
	typicalDays: [2, 7],
	restartable: false,
	milestone: null,
	required: ['drawing'],
	movesOn: false,
	documents: [],
	actionItems: [],
}

interface Roof {
	house: { lat: number; lng: number } | undefined
	turn: 'client' | 'office'
}

async function seedDrawing(cast: Cast, person: SeededPerson, flowId: string, { house, turn }: Roof): Promise<void> {
	const { accountId, siteId } = person
	const as = asMember(cast, 'Dev')
	if (house) await updateSite(cast.scope, siteId, { location: house })
	const input = projectInput.parse({ accountId, siteId, flowId, stepId: 'roof', name: 'Panels for the garage' })
	const made = await daysAgo(3, () => createProject(as, input))
	if (!made.ok) throw new Error(made.reason)
	if (turn === 'client' || !house) return
	await daysAgo(1, () => handInDrawing(asClient(cast, person), made.project.id, { planes: planesAt(house) }))
}

/** A house with a hipped roof, and a garage beside it. */
function planesAt({ lat, lng }: { lat: number; lng: number }): Plane[] {
	const at = onGlobe([lng, lat])
	const plane = (name: string, points: [number, number][], tilt: number | null, eave: number | null = null): Plane => ({
		name,
		corners: points.map((point) => at(turned(point))),
		eave,
		tilt,
	})
	return [
		plane(
			'South',
			[
				[-8, -5],
				[8, -5],
				[4, 0],
				[-4, 0],
			],
			30,
		),
		plane(
			'North',
			[
				[-8, 5],
				[-4, 0],
				[4, 0],
				[8, 5],
			],
			30,
			3,
		),
		plane(
			'Garage',
			[
				[10, -5],
				[16, -5],
				[16, 2],
				[10, 2],
			],
			null,
		),
	]
}

/** As the house stands, a little askew. */
function turned([x, y]: [number, number]): [number, number] {
	const angle = (12 * Math.PI) / 180
	return [x * Math.cos(angle) + y * Math.sin(angle), y * Math.cos(angle) - x * Math.sin(angle)]
}
