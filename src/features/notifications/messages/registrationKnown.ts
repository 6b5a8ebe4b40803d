import { m } from '#messages'
import type { Template } from './template.ts'

/** `minutes`: how long the link is good; null for the sign-in page, which always is. */
export type RegistrationKnown = { link: string; minutes: number | null }

export const registrationKnown: Template<RegistrationKnown> = {
	secrets: ['link'],
	mail: ({ link, minutes }, { name: company }, locale) => ({
		subject: m.notifications_known_subject({ company }, { locale }),
		preheader: m.notifications_known_title({}, { locale }),
		title: m.notifications_known_title({}, { locale }),
		paragraphs: [
			m.notifications_known_lead({ company }, { locale }),
			...(minutes ? [m.notifications_known_minutes({ minutes }, { locale })] : []),
		],
		button: { label: m.notifications_sign_in({}, { locale }), href: link },
		note: m.notifications_known_note({}, { locale }),
	}),
	sms: ({ link }, { name: company }, locale) => m.notifications_known_sms({ company, link }, { locale }),
}
