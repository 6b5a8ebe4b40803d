import { lte } from 'drizzle-orm'
import { findFlow, publishedFlows } from '#features/flows/reads.ts'
import { firstStep, nextStep, stepsOf } from '#features/flows/rules.ts'
import { editStages, publishFlow } from '#features/flows/writes.ts'
import { linkContact } from '#features/people/links/writes.ts'
import { moveProject, restartProject } from '#features/projects/moves/writes.ts'
import { projectInput } from '#features/projects/schema.ts'
import { projects } from '#features/projects/tables.ts'
import { createProject } from '#features/projects/writes.ts'
import { now, setClock } from '#platform/clock/clock.ts'
import { read, write } from '#platform/db/db.ts'
import { asMember, type Cast, dayMs } from './stage.ts'

/** What the lender pays at each milestone of a solar project, in cents. */
const amounts: Record<string, number> = { M1: 720_000, M2: 960_000, M3: 480_000 }

/** A project for every household, spread over the steps of the flows, each with the moves that led there. Nobody is told of those that take long. */
export async function seedProjects(cast: Cast): Promise<void> {
	const flows = await read(cast.scope, publishedFlows)
	const of = (type: string) => flows.find((flow) => flow.projectType === type)?.id ?? ''
	await withAmounts(cast, of('installation'))
	for (const index of cast.people.keys()) {
		const type = index % 8 === 3 ? 'inspection' : index % 5 === 4 ? 'service' : 'installation'
		await seedProject(cast, index, of(type))
	}
	setClock()
	await write(cast.scope, ({ db }) => db.update(projects).set({ toldAt: now() }).where(lte(projects.lateAt, now())))
}

async function withAmounts({ scope }: Cast, flowId: string): Promise<void> {
	await editStages(scope, flowId, (stages) => {
		for (const { step } of stepsOf(stages))
			if (step.milestone) step.milestone.amount = amounts[step.milestone.code] ?? null
		return stages
	})
	await publishFlow(scope, flowId)
}

async function seedProject(cast: Cast, index: number, flowId: string): Promise<void> {
	const person = cast.people[index]
	const flow = await read(cast.scope, (reader) => findFlow(reader, flowId))
	const first = flow && firstStep(flow.stages)
	if (!person || !flow || !first) return
	const as = asMember(cast, index % 3 === 0 ? 'Ann' : 'Dev')
	const course = courseOf(flow.stages, index)
	const spans = course.map((_, n) => 1 + ((index * 7 + n * 5) % 11))
	const standing = index === 0 ? 9 : (index * 5) % 24
	const total = Math.min(
		spans.reduce((sum, days) => sum + days, standing),
		Math.max(1, person.household.since - 1),
	)
	const scale = total / spans.reduce((sum, days) => sum + days, standing)
	let at = Date.now() - total * dayMs
	setClock(() => new Date(at))
	const { accountId, siteId } = person
	const made = await createProject(as, projectInput.parse({ accountId, siteId, flowId }))
	if (!made.ok) throw new Error(made.reason)
	for (const [n, stepId] of course.entries()) {
		at += (spans[n] ?? 1) * scale * dayMs
		const moved = await moveProject(as, made.project.id, {
			stepId,
			...noteOf(index, n, course.length),
			// Those that went on have given what they were asked for then.
			ask: n === course.length - 1 ? 'quietly' : 'not',
		})
		if (!moved.ok) throw new Error(moved.reason)
	}
	if (index === 21) await restartProject(as, made.project.id)
	setClock()
	const lender = cast.lender
	if (lender && [0, 5, 7].includes(index)) await linkContact(as, lender, { type: 'project', id: made.project.id })
}

/** The steps after the first that this project has gone through. */
function courseOf(stages: Parameters<typeof nextStep>[0], index: number): string[] {
	const ids: string[] = []
	for (let next = firstStep(stages); next; next = nextStep(stages, next.step.id)) ids.push(next.step.id)
	const ahead = ids.slice(1)
	const failed = stepsOf(stages).find(({ step }) => step.screen === 'failed')
	if (failed && (index === 15 || index === 21)) return [...ahead.slice(0, 2), failed.step.id]
	// Maya's permit is with the city.
	return ahead.slice(0, index === 0 ? 4 : (index * 3) % (ahead.length + 1))
}

/** Those within the team, and the one that the client of a project that ended reads. */
function noteOf(index: number, n: number, steps: number) {
	if (index === 15 && n === steps - 1)
		return {
			note: 'Your roof needs new shingles before it can carry panels. As soon as that is done we begin again, at the same price.',
			shareNote: true,
		}
	return { note: notes[(index + n) % notes.length] ?? '' }
}

const notes = ['', '', 'Called, all clear.', '', 'Papers are complete.', '', '']
