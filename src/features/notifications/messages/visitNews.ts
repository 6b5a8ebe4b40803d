import { m } from '#messages'
import type { Template } from './template.ts'

export type VisitNews = {
	what: 'scheduled' | 'changed' | 'cancelled' | 'reminder' | 'onTheWay'
	firstName: string
	title: string
	/** The day and the arrival window, in the reader's words. */
	day: string
	times: string
	place: string
	who: string
	note: string
	/** Why it is cancelled. */
	reason: string
	/** About when who is on the way arrives; empty where nobody said. */
	eta?: string
	link: string
}

export const visitNews: Template<VisitNews> = {
	secrets: [],
	mail: ({ what, firstName, title, day, times, place, who, note, reason, eta, link }, _company, locale) => ({
		subject: m.notifications_visit_subject({ what, title, day }, { locale }),
		preheader: m.notifications_visit_preheader({ times, place }, { locale }),
		title: firstName
			? m.notifications_hello({ name: firstName }, { locale })
			: m.notifications_visit_title({}, { locale }),
		paragraphs: [
			m.notifications_visit_lead({ what, title, day, times }, { locale }),
			...(eta ? [m.notifications_visit_eta({ eta }, { locale })] : []),
			...(what === 'cancelled'
				? [reason && m.notifications_visit_reason({ reason }, { locale })]
				: [
						who && m.notifications_visit_who({ who }, { locale }),
						place && m.notifications_visit_where({ place }, { locale }),
						note,
					]
			).filter((text) => text !== ''),
		],
		button: { label: m.notifications_visit_button({}, { locale }), href: link },
	}),
	sms: ({ what, title, day, times, eta, link }, { name: company }, locale) =>
		eta
			? m.notifications_visit_sms_eta({ company, title, eta, link }, { locale })
			: m.notifications_visit_sms({ what, company, title, day, times, link }, { locale }),
}
