import { fail } from '@sveltejs/kit'
import type { Confirmed } from '#features/access/profile/checks/writes.ts'
import type { Address } from '#features/access/rules.ts'
import { m } from '#messages'

type Refused = Extract<Confirmed, { ok: false }> | { error: string }

/** What is said at the field of a code that does not confirm a new address. */
export function refusedCheck(channel: Address['channel'], code: string, refused: Refused) {
	return fail(422, { check: { channel, code, error: 'error' in refused ? refused.error : wordsFor(refused) } })
}

function wordsFor(refused: Extract<Confirmed, { ok: false }>): string {
	switch (refused.reason) {
		case 'wrong':
			return `${m.access_code_wrong()} ${m.access_code_wrong_text({ count: refused.left })}`
		case 'taken':
			return m.access_confirm_taken()
		case 'locked':
			return `${m.access_code_locked()} ${m.access_check_ask_again()}`
		default:
			return `${m.access_code_expired()} ${m.access_check_ask_again()}`
	}
}
