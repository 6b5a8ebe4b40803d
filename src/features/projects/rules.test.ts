import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stepsOf } from '#features/flows/rules.ts'
import { stagesInput } from '#features/flows/schema.ts'
import { twoStages } from '#support/flow.ts'
import { canMove, isStuck, lateAt, type Move, milestonesOf, noticeDue, passedAt, progressOf } from './rules.ts'

const stages = stagesInput.parse(twoStages)
const day = (n: number) => new Date(Date.UTC(2026, 0, n))
/** One move a day, from January 1. */
const course = (...ids: string[]): Move[] =>
	ids.map((toStepId, n) => ({ kind: n === 0 ? 'begun' : 'moved', toStepId, at: day(n + 1) }))

function seen(moves: Move[]) {
	const last = moves.at(-1)
	if (!last) throw new Error('no moves')
	const progress = progressOf(stages, { stepId: last.toStepId, stepSince: last.at }, moves)
	if (!progress) throw new Error('no progress')
	const states = progress.stages.flatMap((stage) => stage.steps.map(({ step, state }) => `${step.id}:${state}`))
	return { ...progress, states: states.join(' '), on: progress.now.id, after: progress.next?.id ?? null }
}

test.each<[string, Move[], { states: string; on: string; after: string | null; status: string }]>([
	[
		'at the beginning',
		course('a'),
		{ states: 'a:now b:ahead d:ahead won:ahead', on: 'a', after: 'b', status: 'active' },
	],
	[
		'one further',
		course('a', 'b'),
		{ states: 'a:done b:now d:ahead won:ahead', on: 'b', after: 'd', status: 'active' },
	],
	[
		'on a hidden step',
		course('a', 'b', 'c'),
		{ states: 'a:done b:now d:ahead won:ahead', on: 'b', after: 'd', status: 'active' },
	],
	[
		'past it',
		course('a', 'c', 'd'),
		{ states: 'a:done b:done d:now won:ahead', on: 'd', after: 'won', status: 'active' },
	],
	['back', course('a', 'd', 'b'), { states: 'a:done b:now d:ahead won:ahead', on: 'b', after: 'd', status: 'active' }],
	[
		'at success',
		course('a', 'd', 'won'),
		{ states: 'a:done b:done d:done won:done', on: 'won', after: null, status: 'succeeded' },
	],
	[
		'failed, it stays where it had come to',
		course('a', 'b', 'lost'),
		{ states: 'a:done b:ended d:ahead won:ahead', on: 'lost', after: null, status: 'failed' },
	],
])('PRJ-2: the client sees a project %s', (_what, moves, expected) => {
	expect(seen(moves)).toMatchObject(expected)
})

test('PRJ-2: on a hidden step the days count from when the visible one began', () => {
	expect(seen(course('a', 'b', 'c')).since).toEqual(day(2))
	expect(seen(course('a', 'b')).since).toEqual(day(2))
})

test.each<[string, Move[], (Date | null)[]]>([
	['none before their steps are done', course('a', 'b'), [null, null]],
	['the first once its step is behind', course('a', 'b', 'c'), [day(3), null]],
	['both where steps were passed over', course('a', 'won'), [day(2), day(2)]],
	['not one that was gone back before', course('a', 'd', 'a'), [null, null]],
	['those that were reached before it failed', course('a', 'b', 'd', 'lost'), [day(3), null]],
	['those before a step that the flow has no more', course('a', 'b', 'gone', 'd'), [day(3), null]],
	['none that was gone back to by way of such a step', course('a', 'b', 'gone', 'a'), [null, null]],
	[
		'none after a restart',
		[...course('a', 'd', 'lost'), { kind: 'restarted', toStepId: 'a', at: day(9) }],
		[null, null],
	],
])('PRJ-5: milestones: %s', (_what, moves, reached) => {
	expect(milestonesOf(stages, moves).map((one) => one.reachedAt)).toEqual(reached)
})

test('PRJ-8: a step is late when its usual time is over, one without a usual time never', () => {
	const [a, , c] = stepsOf(stages).map(({ step }) => step)
	if (!a || !c) throw new Error('no steps')
	expect(lateAt(a, day(1))).toEqual(day(6))
	expect(lateAt(c, day(1))).toBeNull()
	expect([
		isStuck({ lateAt: day(6) }, day(5)),
		isStuck({ lateAt: day(6) }, day(6)),
		isStuck({ lateAt: null }, day(9)),
	]).toEqual([false, true, false])
})

test.each([
	[{ stepId: 'b' }, null],
	[{ stepId: 'b', from: 'a', seen: 3 }, null],
	[{ stepId: 'a' }, 'already_there'],
	[{ stepId: 'b', from: 'c' }, 'moved_meanwhile'],
	[{ stepId: 'b', seen: 2 }, 'moved_meanwhile'],
	[{ stepId: 'x' }, 'step_unknown'],
])('PRJ-4: of a project on a after 3 moves, %j → %s', (to, refusal) => {
	expect(canMove({ stepId: 'a', status: 'active', moves: 3 }, stages, to)).toBe(refusal)
})

test('PRJ-4: what has ended does not move', () => {
	expect(canMove({ stepId: 'won', status: 'succeeded', moves: 3 }, stages, { stepId: 'a' })).toBe('project_ended')
})

test('PRJ-2: whatever the moves, what is done lies before where it stands and what is ahead was not passed', () => {
	const ids = stepsOf(stages).map(({ step }) => step.id)
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...ids), { minLength: 1, maxLength: 12 }), (walk) => {
			const moves = course(...walk)
			const passed = passedAt(stepsOf(stages), moves)
			const here = stepsOf(stages).find(({ step }) => step.id === walk.at(-1))
			if (!here || here.step.screen === 'failed') return
			for (const { step, index } of stepsOf(stages)) {
				if (step.screen !== 'general') continue
				expect(passed.has(step.id)).toBe(index < here.index)
			}
		}),
	)
})

test.each<[string, number, number | null, boolean]>([
	['not before it is late', 5, null, false],
	['when it is late', 6, null, true],
	['not again within its usual time', 10, 6, false],
	['again after as long', 11, 6, true],
])('PRJ-8: a client is told %s', (_what, on, told, due) => {
	const project = { lateAt: day(6), stepSince: day(1), toldAt: told === null ? null : day(told) }
	expect(noticeDue(project, day(on))).toBe(due)
})
