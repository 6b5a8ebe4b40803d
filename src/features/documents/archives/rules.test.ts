import { expect, test } from 'vitest'
import { distinctNames } from './rules.ts'

test.each([
	[
		['Permit.pdf', 'permit.pdf', 'Permit.PDF'],
		['Permit.pdf', 'permit (2).pdf', 'Permit (3).pdf'],
	],
	[
		['Plan', 'Plan', 'Plan (2)'],
		['Plan', 'Plan (2)', 'Plan (2) (2)'],
	],
	[
		['../../etc/passwd', 'a:b?.txt', '..'],
		['passwd', 'a_b_.txt', 'file'],
	],
	[
		['Año 🌞.jpg', 'Año 🌞.jpg'],
		['Año 🌞.jpg', 'Año 🌞 (2).jpg'],
	],
])('DOC-1: names in an archive are safe and distinct: %j', (wishes, names) => {
	expect(distinctNames(wishes)).toEqual(names)
})
