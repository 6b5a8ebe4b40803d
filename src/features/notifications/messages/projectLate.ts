import { m } from '#messages'
import type { Template } from './template.ts'

export type ProjectLate = {
	firstName: string
	project: string
	step: string
	/** Today, counted from when the step began. */
	day: number
	/** How long it usually takes, in the reader's words. */
	usual: string
	link: string
}

export const projectLate: Template<ProjectLate> = {
	secrets: [],
	mail: ({ firstName, project, step, day, usual, link }, { name: company }, locale) => ({
		subject: m.notifications_late_subject({ project, step }, { locale }),
		preheader: m.notifications_late_preheader({}, { locale }),
		title: firstName
			? m.notifications_hello({ name: firstName }, { locale })
			: m.notifications_late_title({}, { locale }),
		paragraphs: [
			m.notifications_late_lead({ project, step, day, usual }, { locale }),
			m.notifications_late_text({ company }, { locale }),
		],
		button: { label: m.notifications_late_button({}, { locale }), href: link },
	}),
	sms: ({ step, day, link }, { name: company }, locale) =>
		m.notifications_late_sms({ company, step, day, link }, { locale }),
}
