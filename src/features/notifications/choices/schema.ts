import { z } from 'zod'

/** Kinds of notices that a contact can have another way or not at all; all else is about its account and always comes. */
export const noticeKinds = ['documents', 'projects', 'visits', 'tasks'] as const
export type NoticeKind = (typeof noticeKinds)[number]

export const noticeWays = ['email', 'sms', 'none'] as const
export type NoticeWay = (typeof noticeWays)[number]

/** What was chosen; a kind left out comes by e-mail, or by text message where there is no address. */
export type NoticeChoices = Partial<Record<NoticeKind, NoticeWay>>

const way = z.enum(noticeWays, { error: 'way_unknown' })
export const noticeChoices = z.object({ documents: way, projects: way, visits: way, tasks: way }).partial()
/** A change of some kinds; null takes a choice back. */
export const noticeChoicesInput = z
	.object({ documents: way.nullable(), projects: way.nullable(), visits: way.nullable(), tasks: way.nullable() })
	.partial()
export type NoticeChoicesInput = z.output<typeof noticeChoicesInput>
