import { m } from '#messages'
import { forPhone, type Template } from './template.ts'

/** Proves that a new address or number belongs to the person who typed it in its profile. */
export type AddressCheck = { code: string; minutes: number }

export const addressCheck: Template<AddressCheck> = {
	secrets: ['code'],
	mail: ({ code, minutes }, { name: company }, locale) => ({
		subject: m.notifications_check_subject({ code, company }, { locale }),
		preheader: m.notifications_check_preheader({ minutes }, { locale }),
		title: m.notifications_check_title({}, { locale }),
		paragraphs: [m.notifications_check_lead({ minutes }, { locale })],
		code,
		note: m.notifications_check_note({}, { locale }),
	}),
	sms: ({ code, minutes }, company, locale) =>
		forPhone(m.notifications_check_sms({ company: company.name, code, minutes }, { locale }), company, code),
}
