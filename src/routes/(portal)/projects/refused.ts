import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'

/** Why what was sent without scripts was refused. */
export function refusedOf({ url, locals }: { url: URL; locals: App.Locals }): string | null {
	const code = url.searchParams.get('refused')?.match(/^[a-z_]{1,40}$/)?.[0]
	if (!code) return null
	const name = url.searchParams.get('name')?.slice(0, 200)
	const text = errorText(code, locals.locale)
	return name ? m.documents_refused_file({ name, problem: text }, { locale: locals.locale }) : text
}
