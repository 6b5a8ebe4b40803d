import { m } from '#messages'
import { formatDateTime } from '#platform/i18n/format.ts'
import type { Template } from './template.ts'

/** `at`: RFC 3339. `device`: browser and system, empty where they are not known. `link`: where sessions can be ended. */
export type NewDevice = {
	device: string
	ip: string
	at: string
	timeZone: string
	link: string
	phone: string | null
}

export const newDevice: Template<NewDevice> = {
	secrets: [],
	mail: ({ device, ip, at, timeZone, link, phone }, { name: company }, locale) => ({
		subject: m.notifications_device_subject({ company }, { locale }),
		preheader: m.notifications_device_preheader({ device: named(device, locale) }, { locale }),
		title: m.notifications_device_title({}, { locale }),
		paragraphs: [
			m.notifications_device_lead(
				{ company, device: named(device, locale), when: formatDateTime(new Date(at), { locale, timeZone }), ip },
				{ locale },
			),
			m.notifications_device_you({}, { locale }),
		],
		button: {
			label: m.notifications_device_button({}, { locale }),
			href: link,
			lead: m.notifications_device_not_you({}, { locale }),
		},
		...(phone && { note: m.notifications_changed_note_phone({ phone }, { locale }) }),
	}),
	sms: ({ device, link }, { name: company }, locale) =>
		m.notifications_device_sms({ company, device: named(device, locale), link }, { locale }),
}

function named(device: string, locale: 'en' | 'es'): string {
	return device || m.notifications_device_unknown({}, { locale })
}
