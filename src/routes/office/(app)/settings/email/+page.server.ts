import { redirect } from '@sveltejs/kit'
import { reportKey } from '#features/notifications/reports/rules.ts'
import { currentSender } from '#features/notifications/senders/reads.ts'
import { domainOf, recordsOf, wayOut } from '#features/notifications/senders/rules.ts'
import { senderInput } from '#features/notifications/senders/schema.ts'
import { testSender } from '#features/notifications/senders/testing/writes.ts'
import { checkSender, saveSender } from '#features/notifications/senders/writes.ts'
import { theApp, workspaceUrl } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { spend } from '#platform/limits/limits.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.manager(event)
	const { workspace, person } = event.locals
	const { mailFrom } = theApp().config
	const sender = await read(scope, currentSender)
	const { from, replyTo, signed } = wayOut(workspace, sender, mailFrom)
	return {
		now: { from: `${from.name} <${from.address}>`, replyTo: replyTo?.address ?? null, signed },
		company: workspace.name,
		supportEmail: workspace.supportEmail,
		reports: { address: workspaceUrl(workspace, '/hooks/mail'), secret: reportKey(workspace.workspaceId) },
		testTo: person?.email ?? '',
		saved: event.url.searchParams.has('saved'),
		sender: sender && {
			fromName: sender.fromName ?? '',
			fromAddress: sender.fromAddress ?? '',
			replyTo: sender.replyTo ?? '',
			server: sender.server,
			hasPassword: sender.serverPassword !== null,
			domain: sender.fromAddress && domainOf(sender.fromAddress),
			records: recordsOf(sender, mailFrom),
			status: sender.status,
			checkedAt: sender.checkedAt,
			test: sender.testedAt && { at: sender.testedAt, passed: sender.testPassed, answer: sender.testAnswer ?? '' },
		},
	}
}

const testing = { name: 'sender-test', points: 10, duration: 600 }
const checking = { name: 'sender-check', points: 20, duration: 600 }

export const actions: Actions = {
	save: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const { password = '', ...kept } = values
		const { host, port, security, user } = values
		const input = senderInput.safeParse({
			fromName: values.fromName ?? '',
			fromAddress: values.fromAddress ?? '',
			replyTo: values.replyTo ?? '',
			server: values.which === 'own' ? { host: host?.trim(), port, security, user: user ?? '' } : null,
			password,
		})
		if (!input.success) {
			const codes = Object.entries(codesOf(input.error)).map(([field, code]) => [field.replace('server.', ''), code])
			return refuse(event.locals.locale, Object.fromEntries(codes), kept)
		}
		await saveSender(scope, input.data)
		redirect(303, '/office/settings/email?saved')
	},
	test: async (event) => {
		const scope = gate.manager(event)
		const { person } = event.locals
		const { ok } = await spend(testing, scope.workspaceId)
		if (!ok) return refuse(event.locals.locale, { test: 'checked_too_often' }, {}, 429)
		return { tested: await testSender(scope, { email: person?.email ?? '', name: person?.firstName ?? '' }) }
	},
	check: async (event) => {
		const scope = gate.manager(event)
		const { ok } = await spend(checking, scope.workspaceId)
		if (!ok) return refuse(event.locals.locale, { check: 'checked_too_often' }, {}, 429)
		await checkSender(scope)
		redirect(303, '/office/settings/email')
	},
}
