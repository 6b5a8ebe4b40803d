import { m } from '#messages'
import type { Template } from './template.ts'

/** `byCompany`: the company sends it, not the client. */
export type ClientReset = { link: string; minutes: number; byCompany: boolean }

export const clientReset: Template<ClientReset> = {
	secrets: ['link'],
	mail: ({ link, minutes, byCompany }, { name: company }, locale) => ({
		subject: m.notifications_reset_subject({ company }, { locale }),
		preheader: m.notifications_reset_preheader({ minutes }, { locale }),
		title: m.notifications_reset_title({}, { locale }),
		paragraphs: [
			byCompany
				? m.notifications_reset_lead_company({ company, minutes }, { locale })
				: m.notifications_reset_lead({ minutes }, { locale }),
		],
		button: { label: m.notifications_reset_button({}, { locale }), href: link },
		note: byCompany ? m.notifications_reset_note_company({}, { locale }) : m.notifications_reset_note({}, { locale }),
	}),
	sms: ({ link, minutes }, { name: company }, locale) =>
		m.notifications_reset_sms({ company, link, minutes }, { locale }),
}
