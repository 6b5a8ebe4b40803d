import type { Locale } from '#i18n'
import { m } from '#messages'
import type { DrawingState } from '../../rules.ts'

/** What leads a client to the drawing of its roof, in words, so that a page need not load those of all languages. */
export interface DrawingCardView {
	title: string
	text: string
	/** Why it came back. */
	reason: string | null
	action: string
	mine: boolean
}

export function drawingCard(
	drawing: { state: DrawingState | null; reason: string; mine: boolean } | null,
	at: { locale: Locale },
): DrawingCardView | null {
	if (!drawing) return null
	const { mine, reason } = drawing
	const state = drawing.state ?? 'none'
	return {
		title: m.drawings_card({}, at),
		text: mine || state === 'handedIn' ? m.drawings_card_state({ state }, at) : m.drawings_lead_closed({}, at),
		reason: state === 'returned' && reason ? m.drawings_reason({ reason }, at) : null,
		action: m.drawings_card_action({ state: mine ? state : 'handedIn' }, at),
		mine,
	}
}
