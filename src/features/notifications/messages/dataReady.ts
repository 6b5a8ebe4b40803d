import { m } from '#messages'
import type { Template } from './template.ts'

/** All data of a person is gathered; also tells the person that somebody asked for it in its name. */
export type DataReady = { link: string; days: number }

export const dataReady: Template<DataReady> = {
	secrets: [],
	mail: ({ link, days }, { name: company }, locale) => ({
		subject: m.privacy_mail_subject({ company }, { locale }),
		preheader: m.privacy_mail_lead({ company }, { locale }),
		title: m.privacy_mail_title({}, { locale }),
		paragraphs: [m.privacy_mail_lead({ company }, { locale }), m.privacy_mail_days({ count: days }, { locale })],
		button: { label: m.privacy_mail_button({}, { locale }), href: link },
		note: m.privacy_mail_note({ company }, { locale }),
	}),
	sms: ({ link }, { name: company }, locale) => m.privacy_mail_sms({ company, link }, { locale }),
}
