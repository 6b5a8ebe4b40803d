import type { Reading } from '#features/projects/views/rules.ts'
import { now } from '#platform/clock/clock.ts'

/** Who reads, in which language and where. */
export function readingOf({ workspace, locale }: Pick<App.Locals, 'workspace' | 'locale'>): Reading {
	const { timeZone, language, name } = workspace
	return { locale, timeZone, fallback: language, company: name, at: now() }
}
