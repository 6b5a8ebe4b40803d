import { expect, test } from 'vitest'
import { accessAreas } from '#platform/scope/scope.ts'
import { noScreens } from './reads.ts'
import { taskOf } from './rules.ts'

const nothing = noScreens
const on = (screen: Parameters<typeof taskOf>[0]['screen'], mine = true) => ({ id: 'p', screen, mine })

test.each([
	['offers wait', on('offer'), { ...nothing, offers: 2 }, { screen: 'offer', href: '/projects/p/offer', count: 2 }],
	['no offer is there yet', on('offer'), nothing, null],
	['one is accepted', on('offer'), { ...nothing, offers: 2, accepted: true }, null],
	['a contract is to be signed', on('contract'), { ...nothing, unsigned: 1 }, { href: '/projects/p/contract' }],
	['its copy was sent', on('contract'), { ...nothing, signed: 1 }, null],
	['nothing is asked for by name', on('documents'), nothing, { screen: 'documents', href: '/files/new' }],
	['documents are asked for, which have cards', on('documents'), { ...nothing, requests: 1 }, null],
	['it is the company’s turn', on('documents', false), nothing, null],
	['the roof is to be drawn', on('drawing'), nothing, { href: '/projects/p/drawing' }],
	['the roof is drawn', on('drawing'), { ...nothing, drawing: { state: 'handedIn' as const, reason: '' } }, null],
	['it is another step', on('general'), { ...nothing, offers: 2, unsigned: 1 }, null],
])('HOM-1: where %s, the screen asks for it or for nothing', (_, project, state, task) => {
	const found = taskOf(project, state, accessAreas)
	if (task) expect(found).toMatchObject(task)
	else expect(found).toBeNull()
})

test('HOM-1: nobody is asked for what it may not see', () => {
	const state = { ...nothing, offers: 2, unsigned: 1 }
	expect(taskOf(on('offer'), state, ['projects', 'documents'])).toBeNull()
	expect(taskOf(on('contract'), state, ['projects', 'proposals'])).toBeNull()
})
