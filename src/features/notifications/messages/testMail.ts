import { m } from '#messages'
import type { Template } from './template.ts'

export type TestMail = { name: string }

export const testMail: Template<TestMail> = {
	secrets: [],
	mail: ({ name }, { name: company }, locale) => ({
		subject: m.notifications_test_subject({ company }, { locale }),
		preheader: m.notifications_test_lead({}, { locale }),
		title: m.notifications_test_title({ name }, { locale }),
		paragraphs: [m.notifications_test_lead({}, { locale })],
	}),
	sms: (_values, { name: company }, locale) => m.notifications_test_subject({ company }, { locale }),
}
