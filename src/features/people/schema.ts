import { z } from 'zod'
import { noticeChoicesInput } from '#features/notifications/choices/schema.ts'
import { accessAreas } from '#platform/scope/scope.ts'
import { normaliseCountry, repairPostalCode } from './addresses/rules.ts'
import { hasForbiddenCharacters, normaliseEmail, normalisePhone, tidyLine, tidyText } from './channels/rules.ts'
import { accountKinds, contactKinds, linkTypes } from './rules.ts'

/** Every message is a code; the words are found at the edge, in the reader's language. */
export const languages = ['en', 'es'] as const

const line = (max: number) =>
	z
		.string({ error: 'text_expected' })
		.overwrite(tidyLine)
		.refine((text) => [...text].length <= max, { error: 'too_long' })
		.refine((text) => !hasForbiddenCharacters(text), { error: 'control_characters' })

const paragraph = (max: number) =>
	z
		.string({ error: 'text_expected' })
		.overwrite(tidyText)
		.refine((text) => text.length <= max, { error: 'too_long' })
		.refine((text) => !hasForbiddenCharacters(text), { error: 'control_characters' })

/** An emptied field of a form means the same as null: take the value away. */
const blankToNull = (text: string) => text || null
const optionalLine = (max: number) => line(max).transform(blankToNull).nullish()
const oneOf = <const T extends readonly [string, ...string[]]>(values: T, error: string) => z.enum(values, { error })
const flag = z.boolean({ error: 'flag_expected' })

export const externalId = z
	.string({ error: 'text_expected' })
	.overwrite(tidyLine)
	.refine((text) => text.length <= 200, { error: 'too_long' })
	.refine((text) => !hasForbiddenCharacters(text), { error: 'control_characters' })
	.transform(blankToNull)
	.nullish()

export const name = line(200).refine((text) => text !== '', { error: 'name_missing' })

export const email = line(1000)
	.transform(blankToNull)
	.transform((text, context) => {
		if (text === null) return null
		const address = normaliseEmail(text)
		if (!address) context.addIssue({ code: 'custom', message: 'email_invalid' })
		return address
	})
	.nullish()

/** Country: where a number without `+` belongs. */
export const phone = (country: string) =>
	line(1000)
		.transform(blankToNull)
		.transform((text, context) => {
			if (text === null) return null
			const number = normalisePhone(text, country)
			if (!number) context.addIssue({ code: 'custom', message: 'phone_invalid' })
			return number
		})
		.nullish()

export const country = line(100)
	.transform(blankToNull)
	.transform((text, context) => {
		if (text === null) return null
		const code = normaliseCountry(text)
		if (!code) context.addIssue({ code: 'custom', message: 'country_unknown' })
		return code
	})
	.nullish()

/** What is left out of an input has no value yet: a new record gets the default, a known one (upsert) keeps what it has. */
export const accountInput = z.object({
	externalId,
	name,
	kind: oneOf(accountKinds, 'kind_unknown').optional(),
	portalEnabled: flag.optional(),
	leadSource: optionalLine(200),
	notes: paragraph(10_000).transform(blankToNull).nullish(),
})

export const accountPatch = z.object({
	externalId,
	name: name.optional(),
	kind: oneOf(accountKinds, 'kind_unknown').optional(),
	portalEnabled: flag.optional(),
	leadSource: optionalLine(200),
	notes: paragraph(10_000).transform(blankToNull).nullish(),
})

const addressFields = z.object({
	line1: optionalLine(200),
	line2: optionalLine(200),
	city: optionalLine(200),
	region: optionalLine(100),
	postalCode: optionalLine(20),
	country,
})

export const address = addressFields
	.transform((given) => ({
		...given,
		postalCode: given.postalCode
			? repairPostalCode(given.postalCode, given.country ?? '', given.region ?? '')
			: given.postalCode,
	}))
	.refine((given) => Boolean(given.line1 || given.city || given.postalCode), { error: 'address_empty' })

export const location = z.object({
	lat: z.number({ error: 'number_expected' }).min(-90, { error: 'out_of_range' }).max(90, { error: 'out_of_range' }),
	lng: z.number({ error: 'number_expected' }).min(-180, { error: 'out_of_range' }).max(180, { error: 'out_of_range' }),
})

export const siteInput = z.object({
	externalId,
	accountId: z.string({ error: 'account_missing' }).min(1, { error: 'account_missing' }),
	name: optionalLine(200),
	address,
	location: location.nullish(),
})

export const sitePatch = z.object({
	externalId,
	name: optionalLine(200),
	address: address.optional(),
	location: location.nullish(),
})

export const link = z.object({
	type: oneOf(linkTypes, 'link_type_unknown'),
	id: z.string({ error: 'link_id_missing' }).min(1, { error: 'link_id_missing' }),
})

const contactFields = (home: string) => ({
	externalId,
	firstName: optionalLine(200),
	lastName: optionalLine(200),
	email,
	phone: phone(home),
	notes: paragraph(10_000).transform(blankToNull).nullish(),
})

const areas = z
	.array(oneOf(accessAreas, 'access_area_unknown'), { error: 'list_expected' })
	.transform((chosen) => accessAreas.filter((area) => chosen.includes(area)))
const links = z.array(link, { error: 'list_expected' }).max(1000, { error: 'too_many' })

/** `home` is the workspace's country: where a phone without `+` belongs. Access areas left out come from the kind's preset. */
export const contactInput = (home = 'US') =>
	z
		.object({
			...contactFields(home),
			kind: oneOf(contactKinds, 'kind_unknown').optional(),
			language: oneOf(languages, 'language_unknown').nullish(),
			marketingOptIn: flag.optional(),
			links: links.optional(),
			accessAreas: areas.optional(),
			noticeChoices: noticeChoicesInput.optional(),
			mayInvite: flag.optional(),
			invite: flag.optional(),
		})
		.refine((given) => Boolean(given.firstName || given.lastName || given.email || given.phone), {
			error: 'contact_empty',
			path: ['firstName'],
		})

export const contactPatch = (home = 'US') =>
	z.object({
		...contactFields(home),
		kind: oneOf(contactKinds, 'kind_unknown').optional(),
		language: oneOf(languages, 'language_unknown').nullish(),
		marketingOptIn: flag.optional(),
		links: links.optional(),
		accessAreas: areas.optional(),
		noticeChoices: noticeChoicesInput.optional(),
		mayInvite: flag.optional(),
		/** Who was let in by another contact can be made one in its own right, not the other way round. */
		delegateOf: z.null({ error: 'delegate_fixed' }).optional(),
	})

/** A note in a record's feed. */
export const noteInput = z.object({ text: paragraph(10_000).refine((text) => text !== '', { error: 'required' }) })

export const suspensionInput = z.object({ note: paragraph(2000).transform(blankToNull).nullish() })

export type AccountInput = z.output<typeof accountInput>
export type AccountPatch = z.output<typeof accountPatch>
export type SiteInput = z.output<typeof siteInput>
export type SitePatch = z.output<typeof sitePatch>
export type ContactInput = z.output<ReturnType<typeof contactInput>>
export type ContactPatch = z.output<ReturnType<typeof contactPatch>>
