// About the recipient, the text or the account's rights for it: the same request will be refused again.
const permanent = new Set([
	21211, // not a valid number
	21214, // not reachable
	21408, // region not enabled for this account
	21606, // our number cannot send there
	21610, // the recipient answered STOP
	21612, // no route from our number
	21614, // not a mobile number
	21617, // text too long
	30003, // handset unreachable, told after the fact
	30004, // blocked
	30005, // unknown number
	30006, // landline
	30007, // filtered as spam by the carrier
])

// About our account or set-up: right again once an administrator has acted.
const transient = new Set([
	20003, // authentication
	20429, // too many requests
	21212, // invalid sender
	30001, // queue overflow
	30002, // account suspended
	30034, // sender not yet registered for US traffic
])

/** Whether sending the same again is pointless. `code` is Twilio's own, where the answer had one. */
export function isPermanent(code: number | null, status: number): boolean {
	if (code !== null && permanent.has(code)) return true
	if (code !== null && transient.has(code)) return false
	if ([401, 403, 404, 408, 425, 429].includes(status)) return false
	return status >= 400 && status < 500
}

/** The recipient has opted out; nothing may be sent until a START comes. */
export const OPTED_OUT = '21610'
