import { redirect } from '@sveltejs/kit'
import { m } from '#messages'
import { safeNext } from '../../../front-door/form.ts'
import * as gate from '../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

/** What a member is told who tried to change something in a preview, in the member's language. */
export const load: PageServerLoad = (event) => {
	const scope = gate.client(event)
	if (!scope.preview) redirect(303, '/')
	const { locale } = scope.preview
	return {
		back: safeNext(event.url.searchParams.get('back'), '/'),
		title: m.access_preview_refused_title({}, { locale }),
		text: m.access_preview_refused({}, { locale }),
		backLabel: m.access_preview_back({}, { locale }),
	}
}
