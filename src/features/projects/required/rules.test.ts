import { expect, test } from 'vitest'
import { allDone, isComplete } from './rules.ts'
import { askedViews } from './views/rules.ts'

test.each([
	[0, 0, false],
	[1, 0, false],
	[1, 2, false],
	[0, 1, true],
])('PRJ-4: with %i open and %i done a requirement is complete: %s', (open, done, complete) => {
	expect(isComplete({ open, done })).toBe(complete)
})

test('PRJ-4: a step that needs nothing is not done by that; one is done when all of it is', () => {
	const documents = { requirement: 'documents', open: 0, done: 1 } as const
	expect(allDone([])).toBe(false)
	expect(allDone([documents])).toBe(true)
	expect(allDone([documents, { requirement: 'offer', open: 0, done: 0 }])).toBe(false)
})

test('PRJ-4: a client reads of what it can see alone', () => {
	const required = [
		{ requirement: 'documents', open: 1, done: 1 },
		{ requirement: 'offer', open: 0, done: 0 },
	] as const
	expect(askedViews(required, 'prj_1', ['projects', 'documents'], { locale: 'en' })).toEqual([
		{ requirement: 'documents', title: 'Documents', meta: '1 of 2', complete: false, href: '#requests' },
	])
})
