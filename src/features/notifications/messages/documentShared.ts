import { m } from '#messages'
import type { Template } from './template.ts'

export type DocumentShared = { firstName: string; title: string; link: string; days: number }

export const documentShared: Template<DocumentShared> = {
	secrets: ['link'],
	mail: ({ firstName, title, link, days }, { name: company }, locale) => ({
		subject: m.notifications_document_subject({ company, title }, { locale }),
		preheader: m.notifications_document_preheader({ title }, { locale }),
		title: firstName
			? m.notifications_document_title({ name: firstName }, { locale })
			: m.notifications_document_title_plain({}, { locale }),
		paragraphs: [m.notifications_document_lead({ company, title }, { locale })],
		button: { label: m.notifications_document_button({}, { locale }), href: link },
		note: m.notifications_document_note({ count: days }, { locale }),
	}),
	sms: ({ title, link }, { name: company }, locale) =>
		m.notifications_document_sms({ company, title, link }, { locale }),
}
