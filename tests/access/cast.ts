import { allGrants } from '#features/access/apiKeys/rules.ts'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { createDirectLink } from '#features/access/directLinks/writes.ts'
import { addToRun, openRun } from '#features/access/invitations/runs/writes.ts'
import { beginPreview } from '#features/access/previews/writes.ts'
import { itemInput, templateInput } from '#features/actionItems/schema.ts'
import { createTemplate } from '#features/actionItems/templates/writes.ts'
import { assignItem } from '#features/actionItems/writes.ts'
import { requestInput } from '#features/documentRequests/schema.ts'
import { askForDocument } from '#features/documentRequests/writes.ts'
import { pairPictures } from '#features/documents/pictures/writes.ts'
import { takeIn } from '#features/imports/writes.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { dataExports } from '#features/privacy/tables.ts'
import { visitInput } from '#features/visits/schema.ts'
import { scheduleVisit } from '#features/visits/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { read, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { StaffScope, SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDelegate } from '#support/delegate.ts'
import { makeDelivery } from '#support/delivery.ts'
import { makeDocument, makePicture } from '#support/document.ts'
import { makeDrawing, makePlane } from '#support/drawing.ts'
import type { Cookie } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { makeProject } from '#support/project.ts'
import { makeSession } from '#support/session.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'

/** The prefix of the record that a parameter names, by the part of the address before it. */
const named: Record<string, string> = {
	accounts: 'acc',
	contacts: 'con',
	sites: 'sit',
	documents: 'doc',
	'document-requests': 'drq',
	contracts: 'doc',
	visits: 'vis',
	'work-orders': 'wko',
	'action-items': 'act',
	'action-item-templates': 'ait',
	files: 'doc',
	pictures: 'pic',
	'picture-pairs': 'ppr',
	projects: 'prj',
	flows: 'flw',
	messages: 'cnv',
	conversations: 'cnv',
	inbox: 'cnv',
	invitations: 'inv',
	import: 'imp',
	imports: 'imp',
	members: 'mem',
	outbox: 'dlv',
	deliveries: 'dlv',
	events: 'evt',
	'direct-links': 'dln',
	'data-exports': 'dxp',
	data: 'dxp',
	people: 'dlg',
}

/** Of which kind the record of an address is (`/office/accounts/[id]`, `/accounts/{id}`); null where it names none. */
export function kindOf(path: string): string | null {
	const before = /([\w-]+)\/[[{](?:id|accountId|contactId)[\]}]/.exec(path)?.[1]
	if (!before) return null
	const kind = named[before]
	if (!kind)
		throw new Error(`The walk does not know which record ${path} names: add "${before}" to tests/access/cast.ts`)
	return kind
}

export type Ids = Record<string, string>

/** Ids that nobody has. */
export function unknownIds(): Ids {
	return Object.fromEntries([...new Set(Object.values(named))].map((kind) => [kind, newId(kind)]))
}

export interface Company {
	scope: SystemScope
	slug: string
	clients: {
		ids: Ids
		cookie: Cookie
		/** Of a member who looks at the portal as this client sees it. */
		preview: Cookie
		/** Of a direct link to its document. */
		token: string
		email: string | null
		accountId: string
	}[]
	members: Record<'owner' | 'office' | 'technician', Cookie>
	/** A key that may do anything in this company, and a way to make one that may not. */
	key: string
	keyWithout(grant: string): Promise<string>
}

/** A company with two clients who know nothing of each other, each with a record of every kind. */
export async function makeCompany(slug: string): Promise<Company> {
	const scope = await makeWorkspace({ slug, name: slug })
	const member = async (role: 'owner' | 'office' | 'technician') => {
		const made = await makeMember({ in: scope, role, email: `${role}@example.com` })
		return { id: made.id, scope: made.scope, cookie: await makeSession(made.scope) }
	}
	const [owner, office, technician] = [await member('owner'), await member('office'), await member('technician')]
	const clients = []
	// Each preview stands on a session of its own: one session has one at a time.
	for (const name of ['maya', 'noor']) {
		await makeSession(office.scope)
		clients.push(await makeClient(scope, name, { ...office, sessionId: await lastSession(office.scope) }))
	}
	return {
		scope,
		slug,
		clients,
		members: { owner: owner.cookie, office: office.cookie, technician: technician.cookie },
		key: await keyOf(scope, allGrants),
		keyWithout: (grant) =>
			keyOf(
				scope,
				allGrants.filter((one) => one !== grant),
			),
	}
}

type Office = { id: string; scope: StaffScope; sessionId: string }

async function makeClient(scope: SystemScope, name: string, office: Office) {
	const account = await makeAccount({ in: scope, name: `${scope.workspaceId} ${name}` })
	const site = await makeSite({ account })
	const contact = await makeContact({ accounts: [account], email: `${name}@example.com`, firstName: name })
	const document = await makeDocument({ account, sharedWithPortal: true, title: `Secret of ${name}` })
	const pictures = []
	for (const title of [`Secret roof of ${name}`, `Secret wall of ${name}`])
		pictures.push(await makePicture({ account, sharedWithPortal: true, title }))
	const [before, after] = pictures.map(({ id }) => id)
	const pair = await pairPictures(scope, { beforeId: before ?? '', afterId: after ?? '' })
	if (!pair.ok) throw new Error(pair.reason)
	const project = await makeProject({ account, name: `Secret of ${name}` })
	await makeDrawing(scope, project.id, [makePlane(`Secret of ${name}`)])
	const sent = await sendMessage(
		office.scope,
		{ accountId: account.id, contactId: contact.id },
		{ body: `Secret of ${name}` },
	)
	if (!sent.ok) throw new Error(sent.reason)
	const target = { type: 'document' as const, id: document.id }
	const link = await createDirectLink(office.scope, { contactId: contact.id, target })
	if (!link.ok) throw new Error(link.reason)
	const ids = {
		acc: account.id,
		sit: site.id,
		con: contact.id,
		doc: document.id,
		pic: pair.pair.before.id,
		ppr: pair.pair.id,
		prj: project.id,
		flw: project.flowId,
		cnv: sent.conversationId,
		dlv: await makeDelivery(scope, { contactId: contact.id }),
		imp: await makeImport(scope),
		inv: await makeRun(scope, contact.id),
		mem: office.id,
		evt: await eventOf(scope),
		dln: link.id,
		dxp: await makeDataExport(scope, contact.id),
		drq: await makeRequest(scope, project.id, contact.id, `Secret of ${name}`),
		vis: await makeVisit(scope, project.id, `Secret of ${name}`),
		...(await makeItem(scope, project.id, contact.id, `Secret of ${name}`)),
		dlg: (await makeDelegate(contact)).id,
	}
	const begun = await beginPreview(office.scope, office.sessionId, contact.id)
	if (!begun.ok) throw new Error(begun.reason)
	return {
		ids,
		cookie: await makeSession(contact.scope),
		preview: { name: 'portal_preview', value: begun.token },
		token: link.url.split('/').at(-1) ?? '',
		email: contact.email,
		accountId: account.id,
	}
}

async function makeRequest(scope: SystemScope, projectId: string, contactId: string, title: string): Promise<string> {
	const made = await askForDocument(scope, requestInput.parse({ projectId, contactId, title }))
	if (!made.ok) throw new Error(made.reason)
	return made.request.id
}

async function makeVisit(scope: SystemScope, projectId: string, title: string): Promise<string> {
	const startsAt = new Date(Date.now() + 86_400_000)
	const times = { startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + 7_200_000).toISOString() }
	const made = await scheduleVisit(scope, visitInput().parse({ projectId, title, ...times }))
	if (!made.ok) throw new Error(made.reason)
	return made.visit.id
}

async function makeItem(scope: SystemScope, projectId: string, contactId: string, title: string): Promise<Ids> {
	const template = await createTemplate(scope, templateInput.parse({ kind: 'confirm', title }))
	const made = await assignItem(scope, itemInput.parse({ projectId, contactId, kind: 'confirm', title }))
	if (!made.ok) throw new Error(made.reason)
	return { ait: template.id, act: made.item.id, wko: made.item.workOrderId }
}

function lastSession(scope: StaffScope): Promise<string> {
	return read(
		scope,
		async ({ client }) => (await client.query('select id from sessions order by id desc limit 1')).rows[0].id,
	)
}

async function makeDataExport(scope: SystemScope, contactId: string): Promise<string> {
	const [id, key] = [newId('dxp'), `${scope.workspaceId}/${newId('file')}`]
	const stored = await theApp().storage.put(key, pieces(Buffer.from('a zip')), { contentType: 'application/zip' })
	await write(scope, ({ db }) =>
		db.insert(dataExports).values({
			workspaceId: scope.workspaceId,
			id,
			contactId,
			status: 'ready',
			requestedByType: 'contact',
			requestedById: contactId,
			fileKey: key,
			fileSize: stored.size,
			createdAt: new Date(),
			expiresAt: new Date(Date.now() + 86_400_000),
		}),
	)
	return id
}

async function makeRun(scope: SystemScope, contactId: string): Promise<string> {
	return write(scope, async (writer) => {
		const id = await openRun(writer, ['email'])
		await addToRun(writer, id, [{ id: contactId, reason: 'enrolled' }])
		return id
	})
}

function eventOf(scope: SystemScope): Promise<string> {
	return read(
		scope,
		async ({ client }) => (await client.query('select id from events order by id desc limit 1')).rows[0].id,
	)
}

async function makeImport(scope: SystemScope): Promise<string> {
	const { storage } = theApp()
	const content = Buffer.from('Name,Email\nAna Ortiz,ana@example.com\n')
	const key = `${scope.workspaceId}/${newId('file')}`
	const { size } = await storage.put(key, pieces(content), { contentType: 'text/csv' })
	return takeIn(scope, { key, name: 'customers.csv', size }, storage)
}

async function* pieces(content: Uint8Array) {
	yield content
}

async function keyOf(scope: SystemScope, grants: string[]): Promise<string> {
	const made = await createApiKey(scope, { name: 'CRM', grants })
	if (!made.ok) throw new Error(made.reason)
	return made.apiKey
}
