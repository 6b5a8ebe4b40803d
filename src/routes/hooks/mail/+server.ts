import { error, json } from '@sveltejs/kit'
import { deliveryIn, keyHolder, keyIn, reportOf, reportOfEntry } from '#features/notifications/reports/rules.ts'
import { type MailReport, mailReports } from '#features/notifications/reports/schema.ts'
import { noteReport } from '#features/notifications/reports/writes.ts'
import { workspaceOfHost } from '#features/workspaces/reads.ts'
import { theApp } from '#platform/app/app.ts'
import { readReport } from '#vendors/smtp/report.ts'
import { codesOf } from '../../../front-door/form.ts'
import * as gate from '../../../front-door/gate.ts'
import { hookScope, hookScopeOf } from '../../../front-door/hooks.ts'
import type { RequestHandler } from './$types'

const most = 1024 * 1024

/**
 * What mail servers and gateways report of our mails after they were sent: the raw report (RFC 3464, RFC 5965), or the
 * short form as JSON. Whoever holds the key gets the same answer for every mail, known or not.
 */
export const POST: RequestHandler = async (event) => {
	gate.anybody(event)
	const { workspaceId } = event.locals.workspace
	const holder = keyHolder(keyIn(event.request.headers.get('authorization'), event.url.searchParams), workspaceId)
	if (!holder) error(401)
	if (Number(event.request.headers.get('content-length') ?? 0) > most) error(413)
	const body = new Uint8Array(await event.request.arrayBuffer())
	if (body.length > most) error(413)
	const isJson = /^application\/json\b/i.test(event.request.headers.get('content-type') ?? '')
	const read = isJson ? readEntries(body) : { ok: true as const, reports: await readMail(body) }
	if (!read.ok) return json(read.problem, { status: read.problem.status })
	for (const report of read.reports) {
		const mail = deliveryIn(report.messageId)
		if (!mail) continue
		const scope = holder === 'company' ? hookScope(event) : await scopeOf(mail.host)
		if (scope) await noteReport(scope, mail.deliveryId, report)
	}
	return new Response(null, { status: 204 })
}

/** The installation's own mail server sends for every company: the mail's own id says for which. */
async function scopeOf(host: string) {
	const workspace = await workspaceOfHost(host, theApp().baseHost)
	return workspace && hookScopeOf(workspace)
}

async function readMail(body: Uint8Array): Promise<MailReport[]> {
	const read = await readReport(body)
	const report = read && reportOf(read)
	return report ? [report] : []
}

function readEntries(body: Uint8Array) {
	const problem = (status: 400 | 422, errors?: { path: string; code: string }[]) => ({
		ok: false as const,
		problem: { status, title: status === 400 ? 'This is not JSON' : 'Something in it is not right', errors },
	})
	let given: unknown
	try {
		given = JSON.parse(new TextDecoder().decode(body))
	} catch {
		return problem(400)
	}
	const input = mailReports.safeParse(given)
	if (!input.success)
		return problem(
			422,
			Object.entries(codesOf(input.error)).map(([path, code]) => ({ path, code })),
		)
	return { ok: true as const, reports: input.data.map(reportOfEntry) }
}
