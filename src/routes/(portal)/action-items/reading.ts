import type { Reading } from '#features/actionItems/views/rules.ts'
import { now } from '#platform/clock/clock.ts'

/** Who reads, in which language and where. */
export function itemReading({ workspace, locale }: Pick<App.Locals, 'workspace' | 'locale'>): Reading {
	return { locale, timeZone: workspace.timeZone, fallback: workspace.language, at: now() }
}
