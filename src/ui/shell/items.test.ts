import { expect, test } from 'vitest'
import { currentHref } from './items.ts'

const hrefs = ['/', '/projects', '/office', '/office/contacts', '/messages']

test.each([
	['/', '/'],
	['/projects', '/projects'],
	['/projects/12', '/projects'],
	['/projectsX', undefined],
	['/office', '/office'],
	['/office/accounts', '/office'],
	['/office/contacts/7/edit', '/office/contacts'],
	['/elsewhere', undefined],
])('the navigation marks for %s the entry %s', (path, expected) => {
	expect(currentHref(path, hrefs)).toBe(expected)
})
