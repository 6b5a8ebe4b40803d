import { describe, expect, test } from 'vitest'
import { isDue, versionFor } from './rules.ts'

describe('ACC-14: which text counts for whom', () => {
	test.each([
		[{}, 'en', null],
		[{ en: 1 }, 'en', 1],
		[{ en: 1 }, 'es', 1],
		[{ en: 1, es: 2 }, 'es', 2],
		[{ es: 2 }, 'en', 2],
		[{ es: 2, fr: 5 }, 'de', 5],
	])('of %j somebody who reads %s reads %s', (versions, language, expected) => {
		expect(versionFor(versions, language, 'en')).toBe(expected)
	})

	test.each([
		['no terms', {}, 'en', 0, false],
		['never accepted', { en: 1 }, 'en', 0, true],
		['accepted', { en: 1 }, 'en', 1, false],
		['a new version', { en: 2 }, 'en', 1, true],
		['a translation that is not mine', { en: 1, es: 2 }, 'en', 1, false],
		['a translation for me', { en: 1, es: 2 }, 'es', 1, true],
		['the language changed after accepting the other', { en: 1, es: 2 }, 'en', 2, false],
		['a new version in the language that I changed to', { en: 3, es: 2 }, 'en', 2, true],
	])('%s', (_case, versions, language, accepted, expected) => {
		expect(isDue(versions, { language, accepted }, 'en')).toBe(expected)
	})
})
