import type { Locale } from '#i18n'
import { m } from '#messages'
import type { TemplateName } from '../messages/templates.ts'
import { type Way, wayTo } from '../rules.ts'
import { type NoticeChoices, type NoticeChoicesInput, type NoticeKind, type NoticeWay, noticeKinds } from './schema.ts'

const kinds: Partial<Record<TemplateName, NoticeKind>> = {
	documentShared: 'documents',
	documentAsked: 'documents',
	projectLate: 'projects',
	cameBack: 'projects',
	visitNews: 'visits',
	actionItem: 'tasks',
}

/** The kind of notice that a message is; null for what cannot be switched off: ways in, and news of them. */
export function kindOf(template: string): NoticeKind | null {
	return kinds[template as TemplateName] ?? null
}

/** Choices as people read them: `Shared documents: none`. */
export function inWords(choices: NoticeChoices, locale: Locale): string {
	return noticeKinds
		.flatMap((kind) => {
			const way = choices[kind]
			if (!way) return []
			const name = m.notifications_notices_way({ way }, { locale }).toLocaleLowerCase(locale)
			return `${m.notifications_notices_short({ kind }, { locale })}: ${name}`
		})
		.join(', ')
}

/** What holds after a change of some kinds. */
export function choicesAfter(current: NoticeChoices, change: NoticeChoicesInput): NoticeChoices {
	const all = Object.entries({ ...current, ...change })
	return Object.fromEntries(all.filter(([, way]) => way))
}

interface Reachable {
	email: string | null
	phone: string | null
	noticeChoices: NoticeChoices
}

/** Where a notice of this kind goes, and whether it is wanted at all; null for somebody without any address. */
export function routeOf(
	{ email, phone, noticeChoices }: Reachable,
	kind: NoticeKind,
): (Way & { wanted: boolean }) | null {
	const choice = noticeChoices[kind]
	const way = (choice === 'sms' && wayTo({ email: null, phone })) || wayTo({ email, phone })
	return way && { ...way, wanted: choice !== 'none' }
}

/** How a kind comes as things are, for a form: a way without an address is none that could be chosen. */
export function shownWay(contact: Reachable, kind: NoticeKind): NoticeWay {
	const route = routeOf(contact, kind)
	return route?.wanted ? route.channel : 'none'
}

/** The ways that a contact can choose from: those that it has an address for, and none. */
export function waysOf({ email, phone }: Pick<Reachable, 'email' | 'phone'>): NoticeWay[] {
	return [...(email ? (['email'] as const) : []), ...(phone ? (['sms'] as const) : []), 'none']
}
