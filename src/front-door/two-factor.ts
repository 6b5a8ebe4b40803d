import type { RequestEvent } from '@sveltejs/kit'
import { renderSVG } from 'uqr'
import { totpSetUp } from '#features/access/members/totp/rules.ts'
import { prepareTotp } from '#features/access/members/totp/writes.ts'
import type { StaffScope } from '#platform/scope/scope.ts'

/** What a member scans to set two-factor sign-in up; null for one who has. */
export async function setUpOf({ locals }: Pick<RequestEvent, 'locals'>, scope: StaffScope) {
	const sealed = await prepareTotp(scope)
	if (!sealed) return null
	const { uri, secret } = totpSetUp(sealed, { company: locals.workspace.name, email: locals.person?.email ?? '' })
	return { secret, svg: renderSVG(uri, { border: 2 }) }
}
