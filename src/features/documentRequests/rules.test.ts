import { expect, test } from 'vitest'
import { afterAct, isOpen, type RequestAct, type RequestState, requestStates, titleOfFile } from './rules.ts'

const table: [RequestAct, RequestState, string][] = [
	['send', 'asked', 'sent'],
	['send', 'sent', 'sent'],
	['send', 'sentBack', 'sent'],
	['send', 'approved', 'request_approved'],
	['approve', 'asked', 'request_not_sent'],
	['approve', 'sent', 'approved'],
	['approve', 'sentBack', 'request_not_sent'],
	['approve', 'approved', 'request_approved'],
	['sendBack', 'asked', 'request_not_sent'],
	['sendBack', 'sent', 'sentBack'],
	['sendBack', 'sentBack', 'request_sent_back'],
	['sendBack', 'approved', 'request_approved'],
	['change', 'asked', 'asked'],
	['change', 'sent', 'sent'],
	['change', 'sentBack', 'sentBack'],
	['change', 'approved', 'request_approved'],
	['withdraw', 'asked', 'asked'],
	['withdraw', 'sent', 'sent'],
	['withdraw', 'sentBack', 'sentBack'],
	['withdraw', 'approved', 'request_approved'],
]

test.each(table)('DOC-2: to %s what is %s makes %s', (act, state, expected) => {
	const after = afterAct(state, act)
	expect(after.ok ? after.state : after.reason).toBe(expected)
})

test('DOC-2: it is the client’s turn when asked and when sent back', () => {
	expect(requestStates.filter(isOpen)).toEqual(['asked', 'sentBack'])
})

test('DOC-2: documents of one request are told apart by a number', () => {
	expect([1, 2, 3].map((number) => titleOfFile('Bill', number))).toEqual(['Bill', 'Bill (2)', 'Bill (3)'])
	expect(titleOfFile('x'.repeat(200), 12).length).toBeLessThanOrEqual(200)
})
