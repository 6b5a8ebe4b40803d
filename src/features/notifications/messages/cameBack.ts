import { m } from '#messages'
import type { Template } from './template.ts'

export type CameBack = {
	what: 'drawing' | 'offer'
	firstName: string
	project: string
	/** Of the offer; a drawing has none. */
	title: string
	/** Why it came back. */
	reason: string
	link: string
}

const titleOf = ({ what, title }: CameBack, locale: 'en' | 'es') =>
	what === 'drawing' ? m.notifications_back_drawing({}, { locale }) : title

/** What a client had done is to be done again: its drawing was sent back, its acceptance taken back. */
export const cameBack: Template<CameBack> = {
	secrets: [],
	mail: (values, _company, locale) => ({
		subject: m.notifications_back_subject({ project: values.project, title: titleOf(values, locale) }, { locale }),
		preheader: m.notifications_back_preheader({}, { locale }),
		title: values.firstName
			? m.notifications_hello({ name: values.firstName }, { locale })
			: m.notifications_back_title({}, { locale }),
		paragraphs: [
			values.what === 'drawing'
				? m.notifications_back_lead_drawing(values, { locale })
				: m.notifications_back_lead_offer(values, { locale }),
		],
		button: { label: m.notifications_back_button({}, { locale }), href: values.link },
	}),
	sms: (values, { name: company }, locale) =>
		m.notifications_back_sms(
			{ company, title: titleOf(values, locale), reason: values.reason, link: values.link },
			{ locale },
		),
}
