import type { Locale } from '#i18n'
import { m } from '#messages'

const texts: Record<string, unknown> = { ...m }

/** The words of a field error's code, from `messages/errors`; the code itself, spaced, where there are none. */
export function errorText(code: string, locale: Locale = 'en'): string {
	const text = texts[`errors_${code}`]
	return typeof text === 'function' ? String(text({}, { locale })) : code.replaceAll('_', ' ')
}
