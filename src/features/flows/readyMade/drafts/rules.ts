import type { Holder, Requirement, Screen, Stage, Step, Texts } from '../../rules.ts'

interface Draft {
	id: string
	name: [en: string, es: string]
	/** What the client reads below the name. */
	about: [en: string, es: string]
	holder: Holder
	days?: [number, number]
	screen?: Screen
	milestone?: string
	required?: Requirement[]
	movesOn?: true
	/** What is asked for: its title and what it is for. */
	documents?: { title: [en: string, es: string]; about: [en: string, es: string] }[]
	/** What its client is given to do: keys of the ready-made templates. */
	actionItems?: string[]
	restartable?: true
	hidden?: true
}
export type DraftStage = [id: string, name: [en: string, es: string], steps: Draft[]]

/** Keys of the templates that a flow needs. */
export const itemsIn = (drafts: DraftStage[]): string[] => [
	...new Set(drafts.flatMap(([, , steps]) => steps.flatMap((step) => step.actionItems ?? []))),
]

/** Drafts in both languages as stages whose own names are in one. `templates`: their ids by key; those that are not there are left out. */
export const stagesFrom =
	(drafts: DraftStage[]) =>
	(language: 'en' | 'es', templates: ReadonlyMap<string, string>): Stage[] =>
		drafts.map(([id, name, steps]) => ({
			id,
			name: pick(name, language),
			portalName: both(name),
			portalDescription: {},
			steps: steps.map((step) => stepFrom(step, language, templates)),
		}))

function stepFrom(draft: Draft, language: 'en' | 'es', templates: ReadonlyMap<string, string>): Step {
	return {
		id: draft.id,
		name: pick(draft.name, language),
		portalName: both(draft.name),
		portalDescription: both(draft.about),
		visible: !draft.hidden,
		holder: draft.holder,
		typicalDays: draft.days ?? null,
		screen: draft.screen ?? 'general',
		restartable: draft.restartable ?? false,
		milestone: draft.milestone ? { code: draft.milestone, amount: null } : null,
		required: draft.required ?? [],
		movesOn: draft.movesOn ?? false,
		documents: (draft.documents ?? []).map(({ title, about }) => ({ title: both(title), description: both(about) })),
		actionItems: (draft.actionItems ?? []).flatMap((key) => templates.get(key) ?? []),
	}
}

const pick = ([en, es]: [string, string], language: 'en' | 'es') => (language === 'es' ? es : en)
const both = ([en, es]: [string, string]): Texts => ({ en, es })
