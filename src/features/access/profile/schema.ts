import { contactPatch } from '#features/people/schema.ts'

/** What a contact may change of itself. `home`: where a phone without `+` belongs. */
export const profileInput = (home: string) =>
	contactPatch(home)
		.pick({ firstName: true, lastName: true, email: true, phone: true, language: true, marketingOptIn: true })
		.refine(({ firstName, lastName }) => firstName || lastName, { error: 'name_missing', path: ['firstName'] })
		.refine(({ email, phone }) => email || phone, { error: 'need_one', path: ['email'] })
