import { m } from '#messages'
import { forPhone, type Template } from './template.ts'

/** `link`: the other way in, where the company offers both. */
export type SignInCode = { code: string; link: string | null; minutes: number }

export const signInCode: Template<SignInCode> = {
	secrets: ['code', 'link'],
	mail: ({ code, link, minutes }, { name: company }, locale) => ({
		subject: m.notifications_code_subject({ code, company }, { locale }),
		preheader: m.notifications_code_preheader({ minutes, company }, { locale }),
		title: m.notifications_code_title({}, { locale }),
		paragraphs: [m.notifications_code_lead({ minutes }, { locale })],
		code,
		...(link && {
			button: {
				label: m.notifications_sign_in({}, { locale }),
				href: link,
				lead: m.notifications_code_or_link({}, { locale }),
			},
		}),
		note: m.notifications_code_note({}, { locale }),
	}),
	sms: ({ code, link, minutes }, company, locale) => {
		const text = m.notifications_code_sms({ company: company.name, code, minutes }, { locale })
		return forPhone(link ? `${text} ${m.notifications_code_sms_link({ link }, { locale })}` : text, company, code)
	},
}
