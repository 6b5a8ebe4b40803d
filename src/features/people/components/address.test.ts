import { expect, test } from 'vitest'
import { actionOf, restart, withParams } from './address.ts'

const list = { pathname: '/office/contacts', search: '?status=invited&after=x&n=50' }

test('a list keeps its view in its address', () => {
	expect(withParams(list, { n: '100' })).toBe('/office/contacts?status=invited&after=x&n=100')
	expect(restart(list, { status: null, kind: 'lender' })).toBe('/office/contacts?kind=lender')
	expect(restart(list, { status: null })).toBe('/office/contacts')
})

test('an action keeps the view, and leaves no trace of itself', () => {
	expect(actionOf(list, 'invite')).toBe('?/invite&status=invited&after=x&n=50')
	expect(actionOf({ ...list, search: '' }, 'invite')).toBe('?/invite')
	expect(restart({ ...list, search: '?/invite&kind=vendor' }, {})).toBe('/office/contacts?kind=vendor')
})
