import { expect, test } from 'vitest'
import { clientScope, staffScope } from '../scope/make.ts'
import { accessAreas } from '../scope/scope.ts'
import { concernsAccess, newsForClient, newsForStaff } from './audience.ts'

const base = { workspaceId: 'wsp_1', areas: accessAreas, siteIds: [], locale: 'en' } as const
const maya = clientScope({ ...base, contactId: 'con_maya', accountIds: ['acc_1'] })
const dev = staffScope({ workspaceId: 'wsp_1', memberId: 'mem_dev', role: 'office', locale: 'en' })
const tom = staffScope({ workspaceId: 'wsp_1', memberId: 'mem_tom', role: 'technician', locale: 'en' })

const sent = { w: 'wsp_1', t: 'message.sent', s: 'msg_1', a: 'acc_1', c: 'con_maya', by: 'mem_dev' }

test('MSG-1: a client hears of messages to itself and of nobody else', () => {
	expect(newsForClient(maya, sent)).toMatchObject({ type: 'message.sent', id: 'msg_1', mine: false })
	expect(newsForClient(maya, { ...sent, by: 'con_maya' })).toMatchObject({ mine: true })
	expect(newsForClient(maya, { ...sent, c: 'con_tom' })).toBeNull()
	expect(newsForClient(maya, { ...sent, c: undefined })).toBeNull()
	expect(newsForClient(maya, { ...sent, w: 'wsp_2' })).toBeNull()
	const withoutArea = clientScope({ ...maya, areas: ['documents'] })
	expect(newsForClient(withoutArea, sent)).toBeNull()
})

test('MSG-1: what the office does among itself is not heard outside', () => {
	for (const t of ['message.noted', 'conversation.assigned', 'delivery.sent', 'contact.invited', 'document.uploaded']) {
		expect(newsForClient(maya, { w: 'wsp_1', t, s: 'x', a: 'acc_1', c: 'con_maya' }), t).toBeNull()
	}
	expect(JSON.stringify(newsForClient(maya, sent))).not.toContain('mem_dev')
})

test('DOC-1: a client hears of files that are shared in its account', () => {
	const shared = { w: 'wsp_1', t: 'document.shared', s: 'doc_1', a: 'acc_1' }
	expect(newsForClient(maya, shared)).toMatchObject({ id: 'doc_1' })
	expect(newsForClient(maya, { ...shared, a: 'acc_2' })).toBeNull()
	expect(newsForClient(clientScope({ ...maya, areas: ['messages'] }), shared)).toBeNull()
})

test('DOC-1: a client of one site hears of its files, and of none elsewhere in the account', () => {
	const lena = clientScope({ ...base, contactId: 'con_lena', accountIds: [], siteIds: ['sit_1'] })
	const shared = { w: 'wsp_1', t: 'document.shared', s: 'doc_1', a: 'acc_1' }
	expect(newsForClient(lena, { ...shared, si: 'sit_1' })).toMatchObject({ id: 'doc_1' })
	expect(newsForClient(lena, { ...shared, si: 'sit_2' })).toBeNull()
	expect(newsForClient(lena, shared)).toBeNull()
	expect(newsForClient(lena, { ...shared, w: 'wsp_2', si: 'sit_1' })).toBeNull()
})

test('MSG-1: staff hear their workspace, technicians nothing of messages', () => {
	expect(newsForStaff(dev, sent)).toMatchObject({ type: 'message.sent', accountId: 'acc_1' })
	expect(newsForStaff(dev, { ...sent, w: 'wsp_2' })).toBeNull()
	expect(newsForStaff(tom, sent)).toBeNull()
})

test('ACC-15: news of the access of who let one in lead to a second look, and are not heard', () => {
	const tom = clientScope({ ...maya, contactId: 'con_tom', delegateOf: 'con_maya' })
	const about = (t: string) => ({ w: 'wsp_1', t, s: 'con_maya', c: 'con_maya' })
	for (const t of [
		'contact.suspended',
		'contact.accessChanged',
		'contact.unlinked',
		'contact.updated',
		'contact.erased',
	]) {
		expect(concernsAccess(tom, about(t)), t).toBe(true)
		expect(newsForClient(tom, about(t)), t).toBeNull()
	}
	expect(concernsAccess(tom, { ...about('contact.suspended'), s: 'con_ana', c: 'con_ana' })).toBe(false)
	expect(concernsAccess(tom, { ...about('contact.suspended'), s: 'x', c: undefined })).toBe(false)
	expect(concernsAccess(maya, { ...about('contact.suspended'), s: 'con_tom', c: 'con_tom' })).toBe(false)
})

test('ACC-10: news of one’s own access lead to a second look', () => {
	const about = (t: string, more = {}) => ({ w: 'wsp_1', t, s: 'con_maya', c: 'con_maya', ...more })
	expect(concernsAccess(maya, about('session.ended'))).toBe(true)
	expect(concernsAccess(maya, about('contact.suspended'))).toBe(true)
	expect(concernsAccess(maya, about('contact.suspended', { c: 'con_tom', s: 'con_tom' }))).toBe(false)
	expect(concernsAccess(maya, sent)).toBe(false)
	expect(concernsAccess(maya, { w: 'wsp_1', t: 'account.updated', s: 'acc_1', a: 'acc_1', d: { portal: true } })).toBe(
		true,
	)
	expect(concernsAccess(maya, { w: 'wsp_1', t: 'account.updated', s: 'acc_1', a: 'acc_1' })).toBe(false)
	expect(concernsAccess(maya, { w: 'wsp_1', t: 'account.archived', s: 'acc_9', a: 'acc_9' })).toBe(true)
	expect(concernsAccess(maya, { w: 'wsp_1', t: 'account.merged', s: 'acc_9', a: 'acc_9' })).toBe(true)
	expect(concernsAccess(maya, { w: 'wsp_1', t: 'workspace.updated', s: 'wsp_1' })).toBe(true)
	expect(concernsAccess(maya, { w: 'wsp_2', t: 'workspace.updated', s: 'wsp_2' })).toBe(false)
	expect(concernsAccess(dev, { w: 'wsp_1', t: 'session.ended', s: 'mem_dev' })).toBe(true)
	expect(concernsAccess(dev, { w: 'wsp_1', t: 'member.deactivated', s: 'mem_tom' })).toBe(false)
})
