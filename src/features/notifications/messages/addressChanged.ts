import { m } from '#messages'
import type { Template } from './template.ts'

/** Tells the old address that the new one has taken its place: whoever did not do this can still object. */
export type AddressChanged = { to: string; phone: string | null }

export const addressChanged: Template<AddressChanged> = {
	secrets: [],
	mail: ({ to, phone }, { name: company }, locale) => ({
		subject: m.notifications_changed_subject({ company }, { locale }),
		preheader: m.notifications_changed_preheader({ to }, { locale }),
		title: m.notifications_changed_title({}, { locale }),
		paragraphs: [m.notifications_changed_lead({ to, company }, { locale })],
		note: phone
			? m.notifications_changed_note_phone({ phone }, { locale })
			: m.notifications_changed_note({}, { locale }),
	}),
	sms: ({ to }, { name: company }, locale) => m.notifications_changed_sms({ company, to }, { locale }),
}
