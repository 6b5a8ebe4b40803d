import { z } from 'zod'
import { externalId, phone } from '#features/people/schema.ts'

const text = (max: number) =>
	z
		.string({ error: 'text_expected' })
		.trim()
		.max(max, { error: 'too_long' })
		.refine((value) => value.isWellFormed() && !value.includes('\u0000'), { error: 'control_characters' })
const id = z.string({ error: 'text_expected' }).max(60, { error: 'too_long' })
const moment = z.iso.datetime({ offset: true, error: 'time_shape' }).transform((value) => new Date(value))
const title = text(200).min(1, { error: 'required' })

/** A number as people are told it, in E.164. */
const number = (home: string) =>
	phone(home)
		.transform((given) => given?.e164 ?? null)
		.nullish()

/** `home` is the company's country: where a number without `+` belongs. */
const technician = (home: string) =>
	z
		.object({ memberId: id.nullish(), name: text(200).nullish(), phone: number(home) })
		.refine((one) => Boolean(one.memberId || one.name), { error: 'technician_missing' })

const facts = (home: string) => ({
	externalId,
	title,
	startsAt: moment,
	endsAt: moment,
	technicians: z.array(technician(home)).max(5, { error: 'too_many' }),
	note: text(2000),
})

const inOrder = ({ startsAt, endsAt }: { startsAt?: Date | undefined; endsAt?: Date | undefined }) =>
	!startsAt || !endsAt || startsAt < endsAt
const reversed = { error: 'times_reversed', path: ['endsAt'] }

export const visitInput = (home = 'US') =>
	z
		.object({
			...facts(home),
			/** Of a project, whose account and site it then has. */
			projectId: id.nullish(),
			accountId: id.nullish(),
			siteId: id.nullish(),
			technicians: facts(home).technicians.default([]),
			note: text(2000).default(''),
			/** Whether the client is written to. */
			notify: z.boolean({ error: 'flag_expected' }).default(true),
		})
		.refine(inOrder, reversed)
export type VisitInput = z.output<ReturnType<typeof visitInput>>

export const visitPatch = (home = 'US') =>
	z
		.object({ ...z.object(facts(home)).partial().shape, notify: z.boolean({ error: 'flag_expected' }).default(true) })
		.refine(inOrder, reversed)
export type VisitPatch = z.output<ReturnType<typeof visitPatch>>

export const visitCancellation = z.object({
	reason: text(1000).default(''),
	notify: z.boolean({ error: 'flag_expected' }).default(true),
})

export const departure = z.object({
	/** In how many minutes somebody is there. */
	minutes: z
		.number({ error: 'number_expected' })
		.int({ error: 'number_expected' })
		.min(1, { error: 'out_of_range' })
		.max(600, { error: 'out_of_range' })
		.optional(),
	notify: z.boolean({ error: 'flag_expected' }).default(true),
})
