import { expect, test } from 'vitest'
import { fill, has } from './filter.ts'
import { weaknessOf } from './strength.ts'

test.each([
	['short', 'password_short'],
	['x'.repeat(201), 'too_long'],
	['password123', 'password_common'],
	['Password1234!', 'password_common'],
	['P@ssw0rd2024', 'password_common'],
	['1234567890', 'password_common'],
	['qwertyuiop', 'password_common'],
	['Sunshine2024!', 'password_common'],
	['aaaaaaaaaaaaa', 'password_common'],
	['abcabcabcabc', 'password_common'],
	['iloveyou1234', 'password_common'],
	['blue kettle on the roof', null],
	['correct pony battery nail', null],
	['T7#kd9!mPq2z', null],
	['ñandú entre tejas rojas', null],
	['another long password', null],
])('ACC-6: the password %s is judged %s', async (password, weakness) => {
	expect(await weaknessOf(password)).toBe(weakness)
})

test.each([
	['MayaReyes2026', ['Maya', 'Reyes']],
	['maya.reyes@example.com', ['maya.reyes@example.com']],
	['reyesmaya-123', ['Maya Reyes', 'maya@example.com']],
	['SunnySolar99', ['Sunny Solar']],
	['+1 303 555 0123', ['+13035550123']],
])('ACC-6: the password %s is too much like its owner', async (password, about) => {
	expect(await weaknessOf(password, about)).toBe('password_like_you')
})

test('ACC-6: a long password may hold a name', async () => {
	expect(await weaknessOf('Maya paints green boats', ['Maya', null])).toBeNull()
})

test('ACC-6: the filter of stolen passwords forgets none and takes few others for one', () => {
	const words = Array.from({ length: 2000 }, (_, i) => `stolen ${i}`)
	const filter = fill(words, words.length)
	expect(words.filter((word) => !has(filter, word))).toEqual([])
	const others = Array.from({ length: 5000 }, (_, i) => `other ${i}`).filter((word) => has(filter, word))
	expect(others.length).toBeLessThan(25)
})
