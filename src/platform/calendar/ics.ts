/** Appointments as calendars take them in: iCalendar (RFC 5545). */

export interface Appointment {
	/** The same for as long as it is the same appointment, unique in the world. */
	uid: string
	/** Which version of the appointment it is; a higher one replaces a lower one. */
	sequence: number
	start: Date
	end: Date
	title: string
	text?: string
	place?: string
	url?: string
	cancelled?: boolean
	changedAt: Date
}

/** A file with these appointments. `by` is who makes them: the company. */
export function calendarFile(by: string, appointments: Appointment[], at: Date): string {
	const lines = [
		'BEGIN:VCALENDAR',
		'VERSION:2.0',
		`PRODID:-//${escaped(by)}//Visits//EN`,
		'CALSCALE:GREGORIAN',
		'METHOD:PUBLISH',
		...appointments.flatMap((one) => eventOf(one, at)),
		'END:VCALENDAR',
	]
	return `${lines.map(folded).join('\r\n')}\r\n`
}

function eventOf(one: Appointment, at: Date): string[] {
	return [
		'BEGIN:VEVENT',
		`UID:${escaped(one.uid)}`,
		`SEQUENCE:${one.sequence}`,
		`DTSTAMP:${stamp(at)}`,
		`LAST-MODIFIED:${stamp(one.changedAt)}`,
		`DTSTART:${stamp(one.start)}`,
		`DTEND:${stamp(one.end)}`,
		`SUMMARY:${escaped(one.title)}`,
		...(one.text ? [`DESCRIPTION:${escaped(one.text)}`] : []),
		...(one.place ? [`LOCATION:${escaped(one.place)}`] : []),
		...(one.url ? [`URL:${one.url}`] : []),
		`STATUS:${one.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
		'END:VEVENT',
	]
}

/** In UTC, so that no time zone has to be described. */
function stamp(at: Date): string {
	return `${at.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

function escaped(text: string): string {
	const plain = text.replaceAll(/\r\n?/g, '\n')
	return plain.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll('\n', '\\n')
}

const mostBytes = 75

/** No line may be longer than 75 bytes; what goes on stands after a space, and no letter is cut in two. */
function folded(line: string): string {
	const parts = ['']
	let room = mostBytes
	for (const letter of line) {
		const bytes = Buffer.byteLength(letter)
		if (bytes > room) {
			parts.push('')
			room = mostBytes - 1
		}
		parts[parts.length - 1] += letter
		room -= bytes
	}
	return parts.join('\r\n ')
}
