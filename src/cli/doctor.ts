import { reportKey } from '#features/notifications/reports/rules.ts'
import { allWorkspaces } from '#features/workspaces/reads.ts'
import { theApp } from '#platform/app/app.ts'
import { thePool } from '#platform/db/db.ts'
import { theTransports } from '#vendors/transports.ts'
import { command } from './command.ts'

interface Check {
	name: string
	state: 'ok' | 'note' | 'bad'
	detail: string
}

export default command({
	name: 'doctor',
	summary: 'Look whether everything that the product needs is there and works',
	usage: '',
	options: {},
	async run() {
		const checks = [
			await database(),
			await isolation(),
			await jobs(),
			await storage(),
			...services(),
			await companies(),
			reports(),
			address(),
		]
		return { ok: checks.every((check) => check.state !== 'bad'), checks }
	},
	show: ({ ok, checks }) =>
		[
			...checks.map(
				({ name, state, detail }) => `${{ ok: 'ok  ', note: 'note', bad: 'BAD ' }[state]}  ${name}: ${detail}`,
			),
			ok ? 'All is well.' : 'Something needs you.',
		].join('\n'),
})

async function database(): Promise<Check> {
	const { rows } = await thePool().query(
		"select current_setting('server_version') as version, (select count(*) from infra.migrations) as steps",
	)
	const { version, steps } = rows[0]
	const kind = theApp().config.databaseUrl ? 'external' : 'embedded'
	return {
		name: 'database',
		state: Number.parseInt(version, 10) >= 15 ? 'ok' : 'bad',
		detail: `${kind} PostgreSQL ${version}, ${steps} migrations`,
	}
}

async function isolation(): Promise<Check> {
	const { rows } = await thePool().query(
		'select rolsuper or rolbypassrls as above from pg_roles where rolname = current_user',
	)
	return rows[0]?.above
		? { name: 'isolation', state: 'bad', detail: 'the database role passes row-level security' }
		: { name: 'isolation', state: 'ok', detail: 'row-level security holds' }
}

async function jobs(): Promise<Check> {
	const { rows } = await thePool().query(
		"select count(*) filter (where state = 'failed') as failed, count(*) filter (where state in ('created', 'retry')) as waiting from pgboss.job",
	)
	const { failed, waiting } = rows[0]
	return { name: 'jobs', state: failed > 0 ? 'note' : 'ok', detail: `${waiting} waiting, ${failed} failed` }
}

async function storage(): Promise<Check> {
	const ready = await theApp().storage.ready()
	return {
		name: 'files',
		state: ready.ok ? 'ok' : 'bad',
		detail: ready.ok ? (theApp().config.s3 ? 'S3 bucket' : 'data folder') : ready.reason,
	}
}

function services(): Check[] {
	const { mailer, texter } = theTransports()
	const absent = 'not configured: messages stay on the outbox page'
	return [
		{ name: 'e-mail', state: mailer ? 'ok' : 'note', detail: mailer ? 'SMTP' : absent },
		{ name: 'SMS', state: texter ? 'ok' : 'note', detail: texter ? 'Twilio' : absent },
	]
}

/** Each company has a key of its own, on its page; this one is for a mail server that sends for all of them. */
function reports(): Check {
	const detail = `pass them to /hooks/mail at any company's address, with the key ${reportKey(null)}`
	return { name: 'mail reports', state: 'ok', detail }
}

function address(): Check {
	return { name: 'address', state: 'ok', detail: theApp().config.baseUrl }
}

async function companies(): Promise<Check> {
	const count = (await allWorkspaces()).length
	return {
		name: 'workspaces',
		state: count > 0 ? 'ok' : 'note',
		detail: count > 0 ? String(count) : 'none yet: open /setup or run workspace create',
	}
}
