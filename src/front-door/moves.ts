import type { MoveOutcome } from '#features/projects/moves/writes.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'
import { formatWhen } from '#platform/i18n/format.ts'

/** Why a move was not made, and what happened instead, in the reader's language. */
export function refusedMove(
	outcome: Exclude<MoveOutcome, { ok: true }>,
	{ workspace, locale }: Pick<App.Locals, 'workspace' | 'locale'>,
): { refused: string } {
	const why = errorText(outcome.reason, locale)
	if (!('last' in outcome) || !outcome.last) return { refused: why }
	const { last, project } = outcome
	const when = formatWhen(last.at, { locale, timeZone: workspace.timeZone })
	const who = last.by ?? m.people_actor_system({}, { locale })
	return { refused: `${why} ${m.projects_happened({ step: project.step.name, who, when }, { locale })}` }
}
