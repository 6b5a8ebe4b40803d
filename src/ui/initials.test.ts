import { expect, test } from 'vitest'
import { initials } from './initials.ts'

test.each([
	['Maya Reyes', 'MR'],
	['Tomás Herrera Ruiz', 'TR'],
	['cher', 'C'],
	['  álvaro  ', 'Á'],
	['Hillcrest HOA, Inc.', 'HI'],
	['🌞 Sunny Solar', 'SS'],
	['محمد علي', 'مع'],
	['', '?'],
	['— ?', '?'],
])('initials of %j are %j', (name, expected) => {
	expect(initials(name)).toBe(expected)
})
