import { m } from '#messages'
import type { Template } from './template.ts'

export type WayChange = 'passwordSet' | 'passwordRemoved' | 'passkeyAdded' | 'passkeyRemoved'

/** Tells somebody that a way in of its own has changed: whoever did not do this can still object. */
export type WayChanged = { change: WayChange; link: string; phone: string | null }

export const wayChanged: Template<WayChanged> = {
	secrets: [],
	mail: ({ change, link, phone }, { name: company }, locale) => ({
		subject: m.notifications_way_subject({ change, company }, { locale }),
		preheader: m.notifications_way_preheader({}, { locale }),
		title: m.notifications_way_title({ change }, { locale }),
		paragraphs: [m.notifications_way_lead({ change, company }, { locale })],
		button: { label: m.notifications_way_button({}, { locale }), href: link },
		note: phone
			? m.notifications_changed_note_phone({ phone }, { locale })
			: m.notifications_changed_note({}, { locale }),
	}),
	sms: ({ change, link }, { name: company }, locale) => m.notifications_way_sms({ change, company, link }, { locale }),
}
