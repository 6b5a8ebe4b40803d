import { m } from '#messages'
import type { Template } from './template.ts'

export type PasswordReset = { name: string; link: string; minutes: number }

export const passwordReset: Template<PasswordReset> = {
	secrets: ['link'],
	mail: ({ name, link, minutes }, { name: company }, locale) => ({
		subject: m.notifications_reset_subject({ company }, { locale }),
		preheader: m.notifications_reset_preheader({ minutes }, { locale }),
		title: m.notifications_reset_title({}, { locale }),
		paragraphs: [
			...(name ? [m.notifications_hello({ name }, { locale })] : []),
			m.notifications_reset_lead({ minutes }, { locale }),
		],
		button: { label: m.notifications_reset_button({}, { locale }), href: link },
		note: m.notifications_reset_note({}, { locale }),
	}),
	sms: ({ link, minutes }, { name: company }, locale) =>
		m.notifications_reset_sms({ company, link, minutes }, { locale }),
}
