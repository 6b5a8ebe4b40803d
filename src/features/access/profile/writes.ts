import type { z } from 'zod'
import { write } from '#platform/db/db.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import type { Address } from '../rules.ts'
import { type CheckStarted, startCheck } from './checks/writes.ts'
import { lockSelf, type Self, saveFields } from './saving/writes.ts'
import type { profileInput } from './schema.ts'

export type ProfileInput = z.output<ReturnType<typeof profileInput>>
export type Saved = { ok: true; checks: Address['channel'][] } | Extract<CheckStarted, { ok: false }>

/**
 * Saves what a contact changed of itself. A new e-mail or phone only counts once it is proven, since it
 * signs in: `checks` names those to which a code is on its way. Taking one away counts at once.
 */
export async function changeProfile(scope: ClientScope, input: ProfileInput): Promise<Saved> {
	const { fresh } = await write(scope, async (writer) => {
		const current = await lockSelf(writer)
		await saveFields(writer, current, valuesOf(input, current))
		return { fresh: newAddresses(input, current) }
	})
	for (const address of fresh) {
		const started = await startCheck(scope, address)
		if (!started.ok) return started
	}
	return { ok: true, checks: fresh.map(({ channel }) => channel) }
}

function valuesOf(input: ProfileInput, current: Self): Partial<Self> {
	return {
		firstName: input.firstName ?? '',
		lastName: input.lastName ?? '',
		language: input.language ?? current.language,
		marketingOptIn: input.marketingOptIn ?? current.marketingOptIn,
		...(input.email ? {} : { email: null }),
		...(input.phone ? {} : { phone: null, phoneExtension: null }),
	}
}

function newAddresses({ email, phone }: ProfileInput, current: Self): Address[] {
	return [
		...(email && email !== current.email ? [{ channel: 'email' as const, address: email }] : []),
		...(phone && phone.e164 !== current.phone ? [{ channel: 'sms' as const, address: phone.e164 }] : []),
	]
}
