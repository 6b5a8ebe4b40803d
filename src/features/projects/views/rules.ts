/** A project as its client reads it, in words: made on the server, so that the page needs no script for it. */
import { firstStep, type Holder, nameIn, type Stage, type Step, textIn } from '#features/flows/rules.ts'
import { m } from '#messages'
import { daysAgo, formatDate, type Place } from '#platform/i18n/format.ts'
import type { Holder as Mark } from '#ui/holder.ts'
import type { ClientProject } from '../reads.ts'
import { milestonesOf, type Progress, type ProgressStep, progressOf } from '../rules.ts'

export interface Reading extends Place {
	/** The company's own language, for texts that there are not in the reader's. */
	fallback: string
	company: string
	at: Date
}

export interface StepView {
	id: string
	title: string
	/** Who has it and when it was done, or how long it usually takes. */
	meta: string
	state: ProgressStep['state']
	holder: Mark
}

/** Today between when a step begins and when it usually ends, in days. */
export interface WaitView {
	day: number
	from: number
	to: number
	label: string
	today: string
	/** Null where there is no room for it beside today. */
	usual: string | null
}

export interface ProjectView {
	id: string
	name: string
	place: string
	status: Progress['status']
	/** Where it stands, in a sentence, and what that means for the reader. */
	lead: string
	text: string
	/** The name of the step that is on. */
	now: string
	next: string | null
	about: string
	screen: Step['screen']
	mine: boolean
	restartable: boolean
	wait: WaitView | null
	/** What somebody of the company wrote for the client when it came here. */
	note: string | null
	/** What happens when the step outlasts its usual time. */
	promise: string | null
	stages: { label: string; state: 'done' | 'now' | 'next' | 'ended'; part: number }[]
	steps: StepView[]
	/** The lanes of the path: who has a step at all, in this order. */
	lanes: { holder: Mark; label: string }[]
}

const marks: Record<Holder, Mark> = {
	client: 'you',
	us: 'us',
	authority: 'authority',
	utility: 'utility',
	vendor: 'vendor',
}

/** How a client would see a project on this step of a flow (on its first where none is named), since today. */
export function previewOf(
	flow: { name: string; stages: Stage[]; tellsWhenLate: boolean },
	stepId: string | null,
	reading: Reading,
): ProjectView | null {
	const step = stepId ?? firstStep(flow.stages)?.step.id
	if (!step) return null
	const moved = [{ kind: 'begun' as const, toStepId: step, at: reading.at }]
	const { name, stages, tellsWhenLate } = flow
	return viewOf(
		{ id: '', name, siteName: null, stages, stepId: step, stepSince: reading.at, moved, tellsWhenLate },
		reading,
	)
}

type Viewed = Pick<
	ClientProject,
	'id' | 'name' | 'siteName' | 'stages' | 'stepId' | 'stepSince' | 'moved' | 'tellsWhenLate'
>

/** Null for a project whose step its flow does not have. */
export function viewOf(project: Viewed, reading: Reading): ProjectView | null {
	const progress = progressOf(project.stages, project, project.moved)
	if (!progress) return null
	const { now, status } = progress
	const name = (one: Parameters<typeof nameIn>[0]) => nameIn(one, reading.locale, reading.fallback)
	const about = textIn(now.portalDescription, reading.locale, reading.fallback)
	const wait = status === 'active' ? waitOf(now, progress.since, reading) : null
	return {
		id: project.id,
		name: project.name,
		place: project.siteName ?? '',
		status,
		lead: about || name(now),
		text: textOf(progress, wait, reading),
		now: name(now),
		next: progress.next && name(progress.next),
		about,
		screen: now.screen,
		mine: status === 'active' && now.holder === 'client',
		restartable: status === 'failed' && now.restartable,
		wait,
		note: project.moved.at(-1)?.note || null,
		promise:
			wait && project.tellsWhenLate && wait.day <= wait.to ? m.projects_promise({ day: wait.to }, reading) : null,
		stages: progress.stages.map(({ stage, state, steps }) => ({
			label: name(stage),
			state: state === 'ahead' ? 'next' : state,
			part: steps.filter((one) => one.state === 'done').length / steps.length,
		})),
		steps: progress.stages.flatMap(({ steps }) => steps.map((one) => stepView(one, name(one.step), progress, reading))),
		lanes: lanesOf(progress, reading),
	}
}

/** A project in a list; to a lender its milestones are all there is to tell. */
export function lineOf(project: ClientProject, reading: Reading) {
	const view = viewOf(project, reading)
	if (!view) return null
	const milestones = milestonesOf(project.stages, project.moved)
	const { id, name, place, status, now, stages, mine } = view
	const about = { id, name, place, linked: project.lends, milestones: milestones.length }
	const reached = milestones.filter((one) => one.reachedAt).length
	if (about.linked) return { ...about, reached, status: 'active' as const, now: '', stages: [], mine: false }
	return { ...about, reached, status, now, stages, mine }
}

function stepView(
	{ step, state, at }: ProgressStep,
	title: string,
	{ status, since }: Progress,
	reading: Reading,
): StepView {
	const holder = marks[step.holder]
	const who = holderName(step.holder, reading.company, reading)
	const when = at ? formatDate(at, reading, reading.at) : null
	// Of a project that has ended nothing is still to come.
	const usual = state === 'ahead' && status === 'active' ? usualTime(step, reading) : null
	const ended =
		state === 'ended' ? m.projects_ended_here({ when: formatDate(since, reading, reading.at) }, reading) : null
	const meta = [ended ?? who, when, usual && m.projects_usually({ time: usual }, reading)].filter(Boolean).join(', ')
	return { id: step.id, title, meta, state, holder }
}

function lanesOf({ stages }: Progress, reading: Reading): ProjectView['lanes'] {
	const held = new Set(stages.flatMap(({ steps }) => steps.map(({ step }) => step.holder)))
	const order: Holder[] = ['client', 'us', 'authority', 'utility', 'vendor']
	return order
		.filter((holder) => held.has(holder))
		.map((holder) => ({ holder: marks[holder], label: holderName(holder, reading.company, reading) }))
}

/** Who has a step: "You", the company's name, "Authority". */
export function holderName(holder: Holder, company: string, at: { locale: Place['locale'] }): string {
	return holder === 'us' ? company : m.projects_holder({ holder }, at)
}

/** "2–5 days", "3 weeks"; null where nothing is usual. */
export function usualTime({ typicalDays }: Step, at: { locale: Place['locale'] }): string | null {
	if (!typicalDays) return null
	const [from, to] = typicalDays
	const inWeeks = from >= 14 && from % 7 === 0 && to % 7 === 0
	const [low, high] = inWeeks ? [from / 7, to / 7] : [from, to]
	const range = low === high ? String(high) : `${low}–${high}`
	return inWeeks ? m.projects_weeks({ range, count: high }, at) : m.projects_days({ range, count: high }, at)
}

/** Days between two labels of the ruler. */
const roomForWords = 10

function waitOf(step: Step, since: Date, reading: Reading): WaitView | null {
	const usual = usualTime(step, reading)
	if (!step.typicalDays || !usual) return null
	const [from, to] = step.typicalDays
	const day = Math.max(0, daysAgo(since, reading.timeZone, reading.at)) + 1
	return {
		day,
		from,
		to,
		label: m.projects_wait_label({ day, from, to }, reading),
		today: m.projects_wait_today({ day }, reading),
		usual:
			(from + to) / 2 - day < roomForWords
				? null
				: m.projects_wait_usual({ range: from === to ? String(to) : `${from}–${to}` }, reading),
	}
}

function textOf({ status, now }: Progress, wait: WaitView | null, reading: Reading): string {
	if (status === 'succeeded') return m.projects_succeeded_text({ company: reading.company }, reading)
	if (status === 'failed')
		return now.restartable ? m.projects_failed_restart({}, reading) : m.projects_failed_text({}, reading)
	const usual = usualTime(now, reading)
	const time =
		!wait || !usual
			? ''
			: wait.day > wait.to
				? m.projects_late({ day: wait.day }, reading)
				: m.projects_time({ time: usual, day: wait.day }, reading)
	const turn = now.holder === 'client' ? m.projects_your_turn({}, reading) : m.projects_not_your_turn({}, reading)
	return [time, turn].filter(Boolean).join(' ')
}
