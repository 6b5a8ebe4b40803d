import { m } from '#messages'
import type { Locale } from '#i18n'

type Text = (inputs?: Record<string, never>, options?: { locale?: Locale }) => string
const texts = m as unknown as Record<string, Text | undefined>

/** The words of a field error's code, from `messages/errors`; the code itself, spaced, where there are none. */
export function errorText(code: string, locale: Locale = 'en'): string {
	return texts[`errors_${code}`]?.({}, { locale }) ?? code.replaceAll('_', ' ')
}
