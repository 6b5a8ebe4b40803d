import { expect, test } from 'vitest'
import { wayTo } from './rules.ts'

const email = 'maya@home.example'
const phone = '+13035550142'

test('NOT-1: somebody is written to by mail, by text where there is only a phone, and not at all without either', () => {
	expect(wayTo({ email, phone })).toEqual({ channel: 'email', recipient: email })
	expect(wayTo({ email: null, phone })).toEqual({ channel: 'sms', recipient: phone })
	expect(wayTo({ email: null, phone: null })).toBeNull()
})
