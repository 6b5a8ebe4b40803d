import { m } from '#messages'
import type { Template } from './template.ts'

export type DocumentAsked = {
	firstName: string
	project: string
	title: string
	description: string
	/** By when, in the reader's words; empty for no day. */
	due: string
	/** Why what was sent came back; null where it is asked for the first time. */
	reason: string | null
	link: string
}

export const documentAsked: Template<DocumentAsked> = {
	secrets: [],
	mail: ({ firstName, project, title, description, due, reason, link }, _company, locale) => ({
		subject:
			reason === null
				? m.notifications_asked_subject({ project, title }, { locale })
				: m.notifications_asked_subject_again({ project, title }, { locale }),
		preheader: m.notifications_asked_preheader({}, { locale }),
		title: firstName
			? m.notifications_hello({ name: firstName }, { locale })
			: m.notifications_asked_title({}, { locale }),
		paragraphs: [
			reason === null
				? m.notifications_asked_lead({ project, title }, { locale })
				: m.notifications_asked_lead_again({ project, title, reason }, { locale }),
			...(description ? [description] : []),
			...(due ? [m.notifications_asked_due({ day: due }, { locale })] : []),
		],
		button: { label: m.notifications_asked_button({}, { locale }), href: link },
	}),
	sms: ({ project, title, reason, link }, { name: company }, locale) =>
		reason === null
			? m.notifications_asked_sms({ company, project, title, link }, { locale })
			: m.notifications_asked_sms_again({ company, title, reason, link }, { locale }),
}
