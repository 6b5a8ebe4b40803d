import { m } from '#messages'
import type { Template } from './template.ts'

export type ActionItem = {
	what: 'assigned' | 'reopened' | 'soon' | 'today' | 'overdue'
	firstName: string
	project: string
	/** What is to be done; several are a list. */
	title: string
	/** By when, in the reader's words; empty for no day. */
	due: string
	/** Why it came back, where it did. */
	reason: string
	link: string
}

export const actionItem: Template<ActionItem> = {
	secrets: [],
	mail: ({ what, firstName, project, title, due, reason, link }, _company, locale) => ({
		subject: m.notifications_item_subject({ what, project, title }, { locale }),
		preheader: m.notifications_item_preheader({}, { locale }),
		title: firstName
			? m.notifications_hello({ name: firstName }, { locale })
			: m.notifications_item_title({}, { locale }),
		paragraphs: [
			m.notifications_item_lead({ what, project, title }, { locale }),
			...(reason ? [reason] : []),
			...(due ? [m.notifications_item_due({ what, day: due }, { locale })] : []),
		],
		button: { label: m.notifications_item_button({}, { locale }), href: link },
	}),
	sms: ({ what, project, title, link }, { name: company }, locale) =>
		m.notifications_item_sms({ what, company, project, title, link }, { locale }),
}
