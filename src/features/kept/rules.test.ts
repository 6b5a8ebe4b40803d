import { expect, test } from 'vitest'
import { newId } from '#platform/id/id.ts'
import { mayKeep, typedValues } from './rules.ts'

test('ACC-7: of a form that waits for a sign-in, no password, code or token is kept', () => {
	for (const name of ['password', 'newPassword', 'code', 'totp', 'clientSecret', 'token'])
		expect(mayKeep(name)).toBe(false)
	for (const name of ['text', 'postalCode', 'email', 'phone', 'note']) expect(mayKeep(name)).toBe(true)
})

test('ACC-7: of a form that waits for a sign-in, what was typed is shown, without ids and ticks', () => {
	const fields: [string, string][] = [
		['clientKey', crypto.randomUUID()],
		['accountId', newId('acc')],
		['version', '3'],
		['marketingOptIn', 'on'],
		['lastName', ''],
		['firstName', ' Maya '],
		['text', 'The roof\nis fine'],
	]
	expect(typedValues({ fields })).toEqual(['Maya', 'The roof\nis fine'])
	expect(typedValues({ fields: [['session', newId('ses')]] })).toEqual([])
})
