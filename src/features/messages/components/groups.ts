import { daysAgo } from '#platform/i18n/format.ts'
import type { MessageView } from '../schema.ts'

export interface Shown {
	message: MessageView
	/** The first of its day. */
	startsDay: boolean
	/** The last of several that one person wrote in one go: below it stand name and time. */
	endsRun: boolean
}

const oneGo = 10 * 60_000

/** Where days begin and runs end. */
export function grouped(messages: readonly MessageView[], timeZone: string): Shown[] {
	return messages.map((message, index) => {
		const before = messages[index - 1]
		const after = messages[index + 1]
		return {
			message,
			startsDay: !before || !sameDay(before, message, timeZone),
			endsRun: !after || !sameRun(message, after) || !sameDay(message, after, timeZone),
		}
	})
}

function sameDay(a: MessageView, b: MessageView, timeZone: string): boolean {
	return daysAgo(new Date(a.createdAt), timeZone, new Date(b.createdAt)) === 0
}

function sameRun(a: MessageView, b: MessageView): boolean {
	const sameAuthor = a.author.type === b.author.type && a.author.id === b.author.id && a.internal === b.internal
	return sameAuthor && Date.parse(b.createdAt) - Date.parse(a.createdAt) < oneGo
}

/** A text in pieces, addresses apart from the rest, so that they can be opened. */
export function pieces(text: string): { text: string; href?: string }[] {
	return text
		.split(/(https?:\/\/[^\s<>"]*[^\s<>".,:;!?)\]'])/u)
		.map((piece, index) => (index % 2 ? { text: piece, href: piece } : { text: piece }))
		.filter((piece) => piece.text !== '')
}
