import { z } from 'zod'
import { contactInput, address as postalAddress } from '#features/people/schema.ts'
import { websiteOrigin } from '#features/workspaces/schema.ts'
import { captchaProviders } from './captcha/rules.ts'

const blank = (text: unknown) => typeof text !== 'string' || text.trim() === ''
const addressFields = ['line1', 'city', 'region', 'postalCode'] as const

/** What a visitor sends by the contact form, as the fields of a form; `home` is where a phone without `+` belongs. */
export const registrationInput = (home: string) => {
	const person = contactInput(home).shape
	return z
		.object({
			firstName: person.firstName,
			lastName: person.lastName,
			email: person.email,
			phone: person.phone,
			message: person.notes.transform((text) => text ?? ''),
			marketingOptIn: z
				.string()
				.optional()
				.transform((value) => value !== undefined),
			line1: z.string().optional(),
			city: z.string().optional(),
			region: z.string().optional(),
			postalCode: z.string().optional(),
		})
		.transform(({ line1, city, region, postalCode, ...rest }, context) => {
			const typed = { line1, city, region, postalCode }
			const none = addressFields.every((field) => blank(typed[field]))
			const address = none ? null : postalAddress.safeParse({ ...typed, country: home })
			for (const issue of address?.error?.issues ?? []) {
				const [field] = issue.path
				context.addIssue({ code: 'custom', message: issue.message, path: [field ?? 'line1'] })
			}
			return { ...rest, address: address?.data ?? null }
		})
		.superRefine((given, context) => {
			const issue = (path: string, message: string) => context.addIssue({ code: 'custom', message, path: [path] })
			if (!given.firstName && !given.lastName) issue('firstName', 'name_missing')
			if (!given.email && !given.phone) issue('email', 'registration_unreachable')
		})
}
export type Registration = z.output<ReturnType<typeof registrationInput>>

/** One website a line. */
const origins = z
	.string()
	.default('')
	.transform((text) => text.split(/[\s,]+/).filter(Boolean))
	.pipe(z.array(websiteOrigin).max(50, { error: 'too_many' }))

/** The settings of the page "Website", as a form sends them. A secret that is left empty stays. */
export const websiteInput = z
	.object({
		open: z.boolean(),
		createsPortalAccount: z.boolean(),
		origins,
		captcha: z.enum(['none', ...captchaProviders], { error: 'required' }),
		siteKey: z.string().trim().max(200, { error: 'too_long' }).default(''),
		secret: z.string().trim().max(200, { error: 'too_long' }).default(''),
	})
	.superRefine((given, context) => {
		if (given.captcha !== 'none' && !given.siteKey)
			context.addIssue({ code: 'custom', message: 'required', path: ['siteKey'] })
	})
