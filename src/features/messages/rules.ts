export const bodyLimit = 10_000
export const filesLimit = 20

export const inboxViews = ['all', 'waiting', 'mine', 'done'] as const
export type InboxView = (typeof inboxViews)[number]

export type MessageProblem = 'message_empty' | 'message_too_long' | 'too_many_files' | 'unknown_attachment'

/** A message as it is kept: line ends of one kind, nothing invisible that could break a page or a mail. */
export function tidyBody(text: string): string {
	return text
		.toWellFormed()
		.replace(/\r\n?/g, '\n')
		.replace(/[^\P{Cc}\n\t]/gu, '')
		.trim()
}

/** What is wrong with a tidied message, if anything. The limit counts what a reader sees as code points. */
export function problemOf(body: string, files: number): MessageProblem | null {
	if (body.length > bodyLimit && (body.length > 2 * bodyLimit || [...body].length > bodyLimit))
		return 'message_too_long'
	if (files > filesLimit) return 'too_many_files'
	return body === '' && files === 0 ? 'message_empty' : null
}

/** One line for lists. */
export function preview(body: string, limit = 140): string {
	const line = body
		.slice(0, limit * 2)
		.replace(/\s+/g, ' ')
		.trim()
	return [...line].length > limit
		? `${[...line]
				.slice(0, limit - 1)
				.join('')
				.trimEnd()}…`
		: line
}

/** Both lists as one, by id, each message once; what `fresh` knows of a message counts. Either may be unsorted. */
export function mergeById<T extends { id: string }>(known: readonly T[], fresh: readonly T[]): T[] {
	const byId = new Map(known.map((message) => [message.id, message]))
	for (const message of fresh) byId.set(message.id, message)
	return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}
