import { m } from '#messages'
import type { Template } from './template.ts'

/** `first`: the member has never been in and is to choose a password. */
export type MemberLink = { name: string; link: string; minutes: number; first: boolean }

export const memberLink: Template<MemberLink> = {
	secrets: ['link'],
	mail: ({ name, link, minutes, first }, { name: company }, locale) => ({
		subject: first
			? m.notifications_member_invite_subject({ company }, { locale })
			: m.notifications_member_link_subject({ company }, { locale }),
		preheader: m.notifications_member_preheader({ minutes }, { locale }),
		title: first
			? m.notifications_member_invite_title({}, { locale })
			: m.notifications_member_link_title({}, { locale }),
		paragraphs: [
			...(name ? [m.notifications_hello({ name }, { locale })] : []),
			first
				? m.notifications_member_invite_lead({ company }, { locale })
				: m.notifications_member_link_lead({ company }, { locale }),
		],
		button: { label: m.notifications_member_button({}, { locale }), href: link },
		note: m.notifications_member_note({ minutes }, { locale }),
	}),
	sms: ({ link, minutes }, { name: company }, locale) =>
		m.notifications_member_sms({ company, link, minutes }, { locale }),
}
