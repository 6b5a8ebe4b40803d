import type { Locale } from '#i18n'
import { m } from '#messages'
import type { Template } from './template.ts'

/** `inviter`: the client who lets this person in, where it is not the company by itself. */
export type Invitation = { firstName: string; inviter?: string | null; link: string; minutes: number }

export const invitation: Template<Invitation> = {
	secrets: ['link'],
	mail: ({ firstName, inviter, link, minutes }, { name: company, url }, locale) => ({
		subject: inviter
			? m.notifications_invitation_subject_by({ inviter, company }, { locale })
			: m.notifications_invitation_subject({ company }, { locale }),
		preheader: m.notifications_invitation_preheader({ company }, { locale }),
		title: titleOf(firstName, inviter, locale),
		paragraphs: inviter
			? [
					m.notifications_invitation_by({ inviter, company }, { locale }),
					m.notifications_invitation_by_lead({}, { locale }),
				]
			: [m.notifications_invitation_lead({}, { locale })],
		button: { label: m.notifications_invitation_button({}, { locale }), href: link },
		note: m.notifications_invitation_note({ minutes, host: new URL(url).host }, { locale }),
	}),
	sms: ({ inviter, link }, { name: company }, locale) =>
		inviter
			? m.notifications_invitation_sms_by({ inviter, company, link }, { locale })
			: m.notifications_invitation_sms({ company, link }, { locale }),
}

function titleOf(name: string, inviter: string | null | undefined, locale: Locale): string {
	if (inviter) return m.notifications_invitation_title_by({ inviter }, { locale })
	return name
		? m.notifications_invitation_title({ name }, { locale })
		: m.notifications_invitation_title_plain({}, { locale })
}
