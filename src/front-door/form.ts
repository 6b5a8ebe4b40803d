import { error, fail } from '@sveltejs/kit'
import type { ZodError } from 'zod'
import type { Locale } from '#i18n'
import { errorText } from '#platform/api/error-text.ts'

/** What a refused form gives back to its page: the typing, and at each field what is wrong. */
export interface Refusal {
	values: Record<string, string>
	errors: Record<string, string>
}

/** Field → code of what zod found, the first of each field. */
export function codesOf(error: ZodError): Record<string, string> {
	const codes: Record<string, string> = {}
	for (const issue of error.issues) codes[issue.path.join('.')] ??= issue.message
	return codes
}

/** Refuses a form: codes become words in the reader's language, the typing goes back (never a password). */
export function refuse(locale: Locale, codes: Record<string, string>, values: Record<string, string>, status = 422) {
	return fail(status, refusal(locale, codes, values))
}

/** The same for a page that gives more back than this. */
export function refusal(locale: Locale, codes: Record<string, string>, values: Record<string, string>): Refusal {
	const errors = Object.fromEntries(Object.entries(codes).map(([field, code]) => [field, errorText(code, locale)]))
	return { values, errors }
}

/** The text fields of a form; files and repeated fields are read by who expects them. */
export async function fieldsOf(request: Request): Promise<{ form: FormData; values: Record<string, string> }> {
	// What calls itself a form and is none, or does not even say so.
	const form = await request.formData().catch(() => error(400))
	const values: Record<string, string> = {}
	for (const [name, value] of form) if (typeof value === 'string') values[name] = value
	return { form, values }
}

/** A path of ours to go on to, from a `next` field; anything else leads to the fallback. */
export function safeNext(next: string | null | undefined, fallback: string): string {
	return next && /^\/(?![/\\])/.test(next) && !/[\r\n]/.test(next) ? next : fallback
}
