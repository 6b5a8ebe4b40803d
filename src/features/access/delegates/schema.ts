import type { z } from 'zod'
import { contactPatch } from '#features/people/schema.ts'

/** Whom a contact invites. `home`: where a phone without `+` belongs. */
export const delegateInput = (home: string) =>
	contactPatch(home)
		.pick({ firstName: true, lastName: true, email: true, phone: true })
		.refine(({ firstName, lastName }) => firstName || lastName, { error: 'name_missing', path: ['firstName'] })
		.refine(({ email, phone }) => email || phone, { error: 'delegate_address', path: ['email'] })

export type DelegateInput = z.output<ReturnType<typeof delegateInput>>
