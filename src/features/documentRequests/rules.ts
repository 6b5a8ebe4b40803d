export const requestStates = ['asked', 'sent', 'approved', 'sentBack'] as const
export type RequestState = (typeof requestStates)[number]

export type RequestAct = 'send' | 'approve' | 'sendBack' | 'change' | 'withdraw'
export type RequestRefusal = 'request_approved' | 'request_not_sent' | 'request_sent_back'

const done: RequestRefusal = 'request_approved'

/** What an act makes of a request in each state, or why it cannot be. More may be sent until somebody has decided. */
const course: Record<RequestAct, Record<RequestState, RequestState | RequestRefusal>> = {
	send: { asked: 'sent', sent: 'sent', sentBack: 'sent', approved: done },
	approve: { asked: 'request_not_sent', sent: 'approved', sentBack: 'request_not_sent', approved: done },
	sendBack: { asked: 'request_not_sent', sent: 'sentBack', sentBack: 'request_sent_back', approved: done },
	change: { asked: 'asked', sent: 'sent', sentBack: 'sentBack', approved: done },
	withdraw: { asked: 'asked', sent: 'sent', sentBack: 'sentBack', approved: done },
}

export function afterAct(
	state: RequestState,
	act: RequestAct,
): { ok: true; state: RequestState } | { ok: false; reason: RequestRefusal } {
	const next = course[act][state]
	return isState(next) ? { ok: true, state: next } : { ok: false, reason: next }
}

function isState(value: RequestState | RequestRefusal): value is RequestState {
	return (requestStates as readonly string[]).includes(value)
}

/** True while it is the client's turn. */
export function isOpen(state: RequestState): boolean {
	return state === 'asked' || state === 'sentBack'
}

/** What the nth document of a request is called. */
export function titleOfFile(title: string, number: number): string {
	return number === 1 ? title : `${title.slice(0, 190)} (${number})`
}
