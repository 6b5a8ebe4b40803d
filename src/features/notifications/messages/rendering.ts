import { formatPhone } from '#features/people/channels/rules.ts'
import { brandOf } from '#features/workspaces/rules.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { m } from '#messages'
import { theApp, workspaceUrl } from '#platform/app/app.ts'
import { type Locale, pickLocale } from '#platform/i18n/locale.ts'
import { type MailBrand, renderMail } from '#platform/mail/mail.ts'
import { palette } from '#ui/brand/palette.ts'
import type { Mail } from '#vendors/smtp/mail.ts'
import type { Sms } from '#vendors/twilio/client.ts'
import { kindOf } from '../choices/rules.ts'
import { unsubscribeToken } from '../choices/tokens/rules.ts'
import type { WayOut } from '../senders/rules.ts'
import { callbackAddress } from '../sending/rules.ts'
import type { Delivery } from '../tables.ts'
import { openPayload, sealPayload } from './payload.ts'
import type { Company, Template } from './template.ts'
import { type TemplateName, templates } from './templates.ts'

type Written = Pick<Delivery, 'template' | 'language' | 'payload'> & { contactId?: string | null }
/** `hide`: codes and links are blotted out, for those who only look. */
type Options = { hide?: boolean }

/** A mail as it is handed to the mail server. The same delivery always has the same Message-ID. */
export function mailOf(
	delivery: Written & Pick<Delivery, 'id' | 'recipient'>,
	workspace: Workspace,
	{ from, replyTo }: WayOut,
): Mail {
	const unsubscribe = unsubscribeUrl(delivery, workspace)
	return {
		to: delivery.recipient,
		from,
		...(replyTo && { replyTo }),
		...writtenMail(delivery, workspace),
		...(unsubscribe && { listUnsubscribe: { url: `${unsubscribe}/one-click` } }),
		messageId: `<${delivery.id}@${new URL(workspaceUrl(workspace)).hostname}>`,
	}
}

/** Both parts of a mail. */
export function writtenMail(
	delivery: Written,
	workspace: Workspace,
	options: Options = {},
): { subject: string; html: string; text: string } {
	const { template, values, company, locale } = opened(delivery, workspace, options)
	const { subject, ...content } = template.mail(values, company, locale)
	const brand = mailBrand(workspace)
	const kind = kindOf(delivery.template)
	const href = unsubscribeUrl(delivery, workspace)
	const unsubscribe = kind &&
		href && {
			label: m.notifications_unsubscribe({ kind }, { locale }),
			href: options.hide ? String(blot(href)) : href,
		}
	const footer = footerOf(workspace, company)
	return { subject, ...renderMail({ brand, locale, ...content, footer, ...(unsubscribe && { unsubscribe }) }) }
}

/** Where a notice of this kind is switched off; null for what always comes. */
function unsubscribeUrl({ template, contactId }: Written, workspace: Workspace): string | null {
	const kind = kindOf(template)
	if (!kind || !contactId) return null
	return workspaceUrl(workspace, `/unsubscribe/${unsubscribeToken(workspace.workspaceId, contactId, kind)}`)
}

/** A mail as it would look: for those who choose how it does. */
export function sampleMail(workspace: Workspace, locale: Locale): string {
	const payload = sealPayload({ code: '482913', link: null, minutes: 5 }, undefined)
	return writtenMail({ template: 'signInCode', language: locale, payload }, workspace).html
}

function mailBrand(workspace: Workspace): MailBrand {
	const { src, srcDark, wordmark } = brandOf(workspace)
	const address = (path: string | undefined) => (path ? workspaceUrl(workspace, path) : null)
	const { light, dark } = palette(workspace.brandColor)
	return { name: workspace.name, logoUrl: address(src), logoDarkUrl: address(srcDark), wordmark, light, dark }
}

function footerOf({ name, phone, supportEmail, country }: Workspace, { url }: Company): string[] {
	const reach = [phone && formatPhone(phone, country), supportEmail, new URL(url).host]
	return [name, reach.filter(Boolean).join(' · ')]
}

export function smsOf(delivery: Delivery, workspace: Workspace): Sms {
	const { config } = theApp()
	const statusCallback = callbackAddress(
		workspaceUrl(workspace),
		`/hooks/twilio?d=${delivery.id}`,
		config.twilio?.baseUrl,
	)
	return { to: delivery.recipient, body: writtenSms(delivery, workspace), ...(statusCallback && { statusCallback }) }
}

export function writtenSms(delivery: Written, workspace: Workspace, options: Options = {}): string {
	const { template, values, company, locale } = opened(delivery, workspace, options)
	return template.sms(values, company, locale)
}

function opened(delivery: Written, workspace: Workspace, { hide = false }: Options) {
	const template = templateOf(delivery.template)
	const { values } = openPayload(delivery)
	const shown = Object.entries(values).map(([name, value]) => [
		name,
		hide && template.secrets.includes(name) ? blot(value) : value,
	])
	const company: Company = { name: workspace.name, url: workspaceUrl(workspace) }
	return {
		template,
		values: Object.fromEntries(shown),
		company,
		locale: pickLocale(delivery.language, null, workspace.language),
	}
}

/** The values were checked by the compiler when the delivery was written; here they come back as what they were. */
function templateOf(name: string): Template<Record<string, unknown>> {
	const found: Record<string, Template<never>> = templates
	const template = found[name as TemplateName]
	if (!template) throw new Error(`no template is called ${name}`)
	return template as Template<Record<string, unknown>>
}

function blot(value: unknown): unknown {
	if (typeof value !== 'string') return value
	return value.startsWith('http') ? value.replace(/[^/]+$/, '••••••') : '••••••'
}
