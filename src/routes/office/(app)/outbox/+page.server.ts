import { listDeliveries } from '#features/notifications/outbox/reads.ts'
import { shownRecipient } from '#features/notifications/outbox/rules.ts'
import { outboxQuery } from '#features/notifications/outbox/schema.ts'
import { currentSender } from '#features/notifications/senders/reads.ts'
import { wayOut } from '#features/notifications/senders/rules.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { theTransports } from '#vendors/transports.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

const pageSize = 50

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const query = outboxQuery.parse(Object.fromEntries(event.url.searchParams))
	const { after, ...filter } = query
	const wanted = { ...filter, country: event.locals.workspace.country }
	const { page, sender } = await read(scope, async (reader) => ({
		page: await listDeliveries(reader, wanted, { limit: pageSize, cursor: after }),
		sender: await currentSender(reader),
	}))
	const { mailer, texter } = theTransports()
	const own = wayOut(event.locals.workspace, sender, theApp().config.mailFrom).own
	const rows = page.data.map((row) => ({ ...row, shown: shownRecipient(row, wanted.country) }))
	return { query, rows, next: page.nextCursor, missing: { email: !mailer && !own, sms: !texter } }
}
