import type { CodeRefusal } from '#features/access/rules.ts'
import { m } from '#messages'
import type { Trouble } from '../../../../front-door/portal-entry.ts'

type Refused = { reason: 'wrong'; left: number } | { reason: CodeRefusal | 'none' }

/** What is said about a code that does not let in, and what to do now. `dead`: no try with it can succeed. */
export function refusal(refused: Refused): { dead: boolean; error?: string; trouble: Trouble } {
	if (refused.reason === 'wrong') {
		const text = m.access_code_wrong_text({ count: refused.left })
		return { dead: false, error: m.access_code_wrong_field(), trouble: { title: m.access_code_wrong(), text } }
	}
	return { dead: true, trouble: words[refused.reason]() }
}

const expired = () => ({ title: m.access_code_expired(), text: m.access_code_expired_text() })
const words = {
	expired,
	none: expired,
	locked: () => ({ title: m.access_code_locked(), text: m.access_code_locked_text() }),
	spent: () => ({ title: m.access_code_spent(), text: m.access_code_spent_text() }),
}
