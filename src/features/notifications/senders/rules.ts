import type { Found } from '#vendors/dns/dns.ts'
import type { Address } from '#vendors/smtp/mailer.ts'
import type { SenderStatus } from './schema.ts'
import type { MailSender } from './tables.ts'

export type RecordUse = 'dkim' | 'spf' | 'dmarc'
export interface Finding {
	state: 'ok' | 'missing' | 'wrong' | 'unreachable'
	/** What stands there instead. */
	found: string[]
}
export type Findings = Record<RecordUse, Finding>

export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** Reads the address out of `Name <a@b.example>`. */
export const bareAddress = (from: string) => /<([^<>]+)>/.exec(from)?.[1] ?? from

export interface SenderRecord {
	use: RecordUse
	type: 'TXT'
	name: string
	value: string
	state: Finding['state'] | null
	found: string[]
}

type Keyed = Pick<MailSender, 'fromAddress' | 'dkimSelector' | 'dkimPublic' | 'findings' | 'server'>

/** The records to set for the sender's domain. `mailFrom`: whose server sends where the company has none. */
export function recordsOf(sender: Keyed, mailFrom: string): SenderRecord[] {
	if (!sender.fromAddress) return []
	const domain = domainOf(sender.fromAddress)
	const record = (use: RecordUse, name: string, value: string): SenderRecord => {
		const { state, found } = sender.findings?.[use] ?? { state: null, found: [] }
		return { use, type: 'TXT', name, value, state, found }
	}
	const dkim = record('dkim', dkimName(sender, domain), `v=DKIM1; k=rsa; p=${sender.dkimPublic}`)
	const standing = sender.findings?.spf.found ?? []
	const spf = record('spf', domain, spfValue(standing, domainOf(bareAddress(mailFrom))))
	const dmarc = record('dmarc', `_dmarc.${domain}`, 'v=DMARC1; p=none')
	// Whose own server sends has its SPF record from who runs that.
	return sender.server ? [dkim, dmarc] : [dkim, spf, dmarc]
}

export const dkimName = ({ dkimSelector }: Pick<MailSender, 'dkimSelector'>, domain: string) =>
	`${dkimSelector}._domainkey.${domain}`

/** The record as it has to become: there may be only one, so what stands there is kept. */
function spfValue(standing: string[], ours: string): string {
	const [only, ...others] = standing
	if (!only || others.length > 0) return `v=spf1 include:${ours} ~all`
	const words = only.split(/\s+/)
	const end = words.findIndex((word) => /^[-~?+]?all$/i.test(word))
	return words.toSpliced(end < 0 ? words.length : end, 0, `include:${ours}`).join(' ')
}

export interface Looked {
	dkim: Found
	spf: Found
	dmarc: Found
}

export function judge(looked: Looked, sender: Keyed & { fromAddress: string }, mailFrom: string): Findings {
	const ours = domainOf(bareAddress(mailFrom))
	return {
		dkim: finding(looked.dkim, (text) => keyIn(text) === sender.dkimPublic),
		spf: sender.server || domainOf(sender.fromAddress) === ours ? fine : spf(looked.spf, ours),
		dmarc: finding(looked.dmarc, (text) => /^v=DMARC1\s*;/i.test(text)),
	}
}

const fine: Finding = { state: 'ok', found: [] }

function finding(found: Found, isRight: (text: string) => boolean): Finding {
	if (!found.ok) return { state: 'unreachable', found: [found.code] }
	if (found.values.some(isRight)) return fine
	return { state: found.values.length > 0 ? 'wrong' : 'missing', found: found.values.slice(0, 5) }
}

const keyIn = (text: string) => /(?:^|;)\s*p=([^;]*)/.exec(text)?.[1]?.replace(/\s+/g, '')

function spf(found: Found, ours: string): Finding {
	if (!found.ok) return { state: 'unreachable', found: [found.code] }
	const records = found.values.filter((text) => /^v=spf1(\s|$)/i.test(text.trim()))
	const [only] = records
	if (!only) return { state: 'missing', found: [] }
	const named = only.toLowerCase().split(/\s+/).includes(`include:${ours}`)
	return records.length === 1 && named ? fine : { state: 'wrong', found: records.slice(0, 5) }
}

/** Signature and server have to be right; DMARC is for the company's own good. No answer changes nothing. */
export function verdictOn({ dkim, spf }: Findings, before: SenderStatus): SenderStatus {
	const states = [dkim.state, spf.state]
	if (states.every((state) => state === 'ok')) return 'verified'
	return states.every((state) => state === 'ok' || state === 'unreachable') ? before : 'failed'
}

export interface WayOut {
	from: Address
	replyTo: Address | null
	/** By the company's own server; else by the installation's. */
	own: boolean
	signed: boolean
}

type Company = { name: string; supportEmail: string | null }

/**
 * In whose name and by which way a mail leaves. The company's own address is used only where that is proven to arrive:
 * its own server has taken a test, or the records stand in the DNS. Else it leaves from the installation's address.
 */
export function wayOut(company: Company, sender: MailSender | null, mailFrom: string): WayOut {
	const name = sender?.fromName ?? company.name
	const own = Boolean(sender?.server && sender.testPassed)
	const ready = own || (sender?.server == null && sender?.status === 'verified')
	const from = ready && sender?.fromAddress ? sender.fromAddress : null
	const reply = sender?.replyTo ?? company.supportEmail ?? sender?.fromAddress ?? null
	return {
		from: { name, address: from ?? bareAddress(mailFrom) },
		replyTo: reply && reply !== from ? { name, address: reply } : null,
		own: own && from !== null,
		signed: from !== null && sender?.status === 'verified',
	}
}
