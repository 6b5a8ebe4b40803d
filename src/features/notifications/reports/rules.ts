import { keyedHash, sameHash } from '#platform/crypto/crypto.ts'
import type { DeliveryReport } from '#vendors/smtp/report.ts'
import type { MailReport, MailReportEntry } from './schema.ts'

/** What proves a mail server to be a company's, or, without one, the installation's own. Made from APP_SECRET, kept nowhere. */
export function reportKey(workspaceId: string | null): string {
	return keyedHash('hooks/mail', workspaceId ?? 'installation')
}

/** For whom a key speaks: for one company, or for all of the installation. */
export function keyHolder(key: string, workspaceId: string): 'company' | 'installation' | null {
	if (sameHash(key, reportKey(workspaceId))) return 'company'
	return sameHash(key, reportKey(null)) ? 'installation' : null
}

/** The key out of `Authorization: Bearer KEY`, of Basic (as password, whatever the user), or of `?key=`. */
export function keyIn(authorization: string | null, query: URLSearchParams): string {
	const [, scheme = '', value = ''] = /^(bearer|basic)\s+(\S+)$/i.exec(authorization?.trim() ?? '') ?? []
	if (scheme.toLowerCase() === 'bearer') return value
	if (scheme)
		return Buffer.from(value, 'base64')
			.toString('utf8')
			.replace(/^[^:]*:/, '')
	return query.get('key') ?? ''
}

/** Our mails carry `<dlv_…@host of the company>`; null for a mail of somebody else's. */
export function deliveryIn(messageId: string): { deliveryId: string; host: string } | null {
	const [, deliveryId, host] = /^<?(dlv_[0-9a-z]{10,40})@([^\s<>@]{1,253})>?$/.exec(messageId.trim()) ?? []
	return deliveryId && host ? { deliveryId, host: host.toLowerCase() } : null
}

const actions: Record<string, MailReport['event']> = {
	failed: 'bounced',
	delayed: 'delayed',
	delivered: 'delivered',
	// Handed on to a system that will report no more.
	relayed: 'delivered',
	expanded: 'delivered',
}

/** Each of our mails has one recipient; of several parts the worst counts. */
export function reportOf(read: DeliveryReport): MailReport | null {
	const { messageId, id } = read
	if (!messageId) return null
	if (read.complaint) return { messageId, event: 'complained', code: null, reason: read.complaint, id }
	const order = ['failed', 'delayed', 'delivered', 'relayed', 'expanded']
	const known = read.recipients.filter(({ action }) => actions[action])
	const [worst] = known.toSorted((a, b) => order.indexOf(a.action) - order.indexOf(b.action))
	const event = worst && actions[worst.action]
	if (!worst || !event) return null
	return { messageId, event, code: worst.status, reason: worst.diagnostic, id }
}

export function reportOfEntry({ messageId, event, code, reason, id }: MailReportEntry): MailReport {
	const own = { messageId, event, code: code || null, reason: reason?.slice(0, 300) || null }
	return { ...own, id: id || JSON.stringify(Object.values(own)) }
}

/** 4.x.x is trouble that passes: whoever gave up over it has not said that the address is wrong. */
export function isSoft(code: string | null): boolean {
	return code?.startsWith('4') ?? false
}
