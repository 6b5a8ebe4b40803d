import { expect, test } from 'vitest'
import type { MessageView } from '../schema.ts'
import { grouped, pieces } from './groups.ts'

const message = (at: string, name = 'Dev', internal = false): MessageView => ({
	id: at,
	author: { type: 'member', id: name, name },
	body: 'x',
	internal,
	attachments: [],
	createdAt: at,
	readAt: null,
	readBy: null,
	clientKey: null,
})

test('MSG-1: days are those of the company, whatever the clock of the reader', () => {
	const list = [message('2026-06-09T05:30:00Z'), message('2026-06-09T06:30:00Z'), message('2026-06-09T18:00:00Z')]
	expect(grouped(list, 'America/Denver').map(({ startsDay }) => startsDay)).toEqual([true, true, false])
	expect(grouped(list, 'UTC').map(({ startsDay }) => startsDay)).toEqual([true, false, false])
})

test('MSG-1: what one person writes in one go has one line below it', () => {
	const list = [
		message('2026-06-09T16:00:00Z'),
		message('2026-06-09T16:05:00Z'),
		message('2026-06-09T16:06:00Z', 'Lena'),
		message('2026-06-09T16:07:00Z', 'Lena', true),
		message('2026-06-09T17:00:00Z', 'Lena', true),
	]
	expect(grouped(list, 'UTC').map(({ endsRun }) => endsRun)).toEqual([false, true, true, true, true])
})

test('MSG-1: addresses in a text can be opened, nothing else', () => {
	expect(pieces('See https://a.example/x?y=1, please.')).toEqual([
		{ text: 'See ' },
		{ text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' },
		{ text: ', please.' },
	])
	expect(pieces('javascript:alert(1) www.a.example')).toEqual([{ text: 'javascript:alert(1) www.a.example' }])
	expect(pieces('')).toEqual([])
})
