import { isIP } from 'node:net'
import { domainToASCII } from 'node:url'
import { z } from 'zod'

/**
 * `verified`: pages are served there. `pending`: the records were not there yet, or could not be asked for.
 * `failed`: they were looked for and are missing or wrong.
 */
export const domainStatuses = ['pending', 'verified', 'failed'] as const
export type DomainStatus = (typeof domainStatuses)[number]

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/

/** A host as people paste it, with or without `https://` before and a path after it; letters of any language. */
export const domainHost = z.string().transform((value, context) => {
	const typed = value.trim().replace(/^https?:\/\//i, '')
	const host = domainToASCII((typed.split(/[/?#]/)[0] ?? '').replace(/\.$/, '').toLowerCase())
	const labels = host.split('.')
	const named = labels.length > 1 && host.length <= 253 && labels.every((part) => label.test(part))
	if (named && !isIP(host) && !/^\d+$/.test(labels.at(-1) ?? '')) return host
	context.addIssue({ code: 'custom', message: 'domain_shape' })
	return z.NEVER
})
