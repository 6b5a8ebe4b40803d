import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type CaptchaSimulator, HUMAN, startCaptcha } from '#simulators/captcha.ts'
import { verifyCaptcha } from './verify.ts'

let captcha: CaptchaSimulator
beforeAll(async () => {
	captcha = await startCaptcha()
})
afterAll(() => captcha.close())
beforeEach(() => {
	captcha.faults = {}
	captcha.asked = []
})

const ask = (answer: string, more: { secret?: string; url?: string } = {}) =>
	verifyCaptcha({ url: `${captcha.url}/siteverify`, secret: captcha.secret, answer, timeoutMs: 300, ...more })

test('ACC-13: a solved puzzle passes, another answer does not, and no answer is not even asked about', async () => {
	expect(await ask(HUMAN)).toBe('passed')
	expect(await ask('a machine')).toBe('failed')
	expect(await ask('')).toBe('failed')
	expect(captcha.asked).toEqual([HUMAN, 'a machine'])
})

test('ACC-13: a provider that fails, hangs, is away or refuses our keys gives no verdict', async () => {
	captcha.faults = { broken: true }
	expect(await ask(HUMAN)).toBe('unreachable')
	captcha.faults = { silent: true }
	expect(await ask(HUMAN)).toBe('unreachable')
	captcha.faults = {}
	expect(await ask(HUMAN, { url: 'http://127.0.0.1:9/siteverify' })).toBe('unreachable')
	expect(await ask(HUMAN, { secret: 'mistyped' })).toBe('unreachable')
})
