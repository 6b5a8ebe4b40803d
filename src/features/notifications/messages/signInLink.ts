import { m } from '#messages'
import type { Template } from './template.ts'

export type SignInLink = { link: string; minutes: number }

export const signInLink: Template<SignInLink> = {
	secrets: ['link'],
	mail: ({ link, minutes }, { name: company }, locale) => ({
		subject: m.notifications_link_subject({ company }, { locale }),
		preheader: m.notifications_link_preheader({ minutes }, { locale }),
		title: m.notifications_link_title({}, { locale }),
		paragraphs: [m.notifications_link_lead({ minutes }, { locale })],
		button: { label: m.notifications_sign_in({}, { locale }), href: link },
		note: m.notifications_link_note({}, { locale }),
	}),
	sms: ({ link, minutes }, { name: company }, locale) =>
		m.notifications_link_sms({ company, link, minutes }, { locale }),
}
