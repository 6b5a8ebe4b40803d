import { m } from '#messages'
import type { Template } from './template.ts'

export type Invitation = { firstName: string; link: string; minutes: number }

export const invitation: Template<Invitation> = {
	secrets: ['link'],
	mail: ({ firstName, link, minutes }, { name: company, url }, locale) => ({
		subject: m.notifications_invitation_subject({ company }, { locale }),
		preheader: m.notifications_invitation_preheader({ company }, { locale }),
		title: firstName
			? m.notifications_invitation_title({ name: firstName }, { locale })
			: m.notifications_invitation_title_plain({}, { locale }),
		paragraphs: [m.notifications_invitation_lead({}, { locale })],
		button: { label: m.notifications_invitation_button({}, { locale }), href: link },
		note: m.notifications_invitation_note({ minutes, host: new URL(url).host }, { locale }),
	}),
	sms: ({ link }, { name: company }, locale) => m.notifications_invitation_sms({ company, link }, { locale }),
}
