import { expect, test } from 'vitest'
import { calendarFile } from './ics.ts'

const at = new Date('2026-06-01T10:00:00Z')
const one = {
	uid: 'vis_1@sunny.example',
	sequence: 2,
	start: new Date('2026-06-09T14:00:00Z'),
	end: new Date('2026-06-09T16:00:00Z'),
	title: 'Installation, day 1; roof',
	text: 'Please move the car.\nBack\\slash — ¡Gracias! '.repeat(4),
	place: '418 Alder Lane, Longmont',
	url: 'https://sunny.example/visits/vis_1',
	changedAt: at,
}

test('PRJ-3: an appointment is a calendar file with times in UTC and what must be escaped escaped', () => {
	const file = calendarFile('Sunny, Inc', [one], at)
	const whole = file.replaceAll('\r\n ', '')
	expect(whole).toContain('PRODID:-//Sunny\\, Inc//Visits//EN\r\n')
	expect(whole).toContain('DTSTART:20260609T140000Z\r\nDTEND:20260609T160000Z\r\n')
	expect(whole).toContain('UID:vis_1@sunny.example\r\nSEQUENCE:2\r\n')
	expect(whole).toContain('SUMMARY:Installation\\, day 1\\; roof\r\n')
	expect(whole).toContain('DESCRIPTION:Please move the car.\\nBack\\\\slash — ¡Gracias! Please')
	expect(whole).toContain('STATUS:CONFIRMED')
	expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
	for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
	expect(file).not.toMatch(/[^\r]\n/)
})

test('PRJ-3: a cancelled appointment says so', () => {
	expect(calendarFile('Sunny', [{ ...one, cancelled: true }], at)).toContain('STATUS:CANCELLED')
})
