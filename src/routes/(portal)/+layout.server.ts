import { unreadForClient } from '#features/messages/unread/reads.ts'
import { brandOf } from '#features/workspaces/rules.ts'
import type { Locale } from '#i18n'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import * as gate from '../../front-door/gate.ts'
import { type View, viewOf } from '../../front-door/narrowing.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async (event) => {
	const scope = gate.client(event)
	const { workspace, person, locale } = event.locals
	const name = person?.name ?? ''
	const view = await viewOf(event, scope)
	return {
		brand: brandOf(workspace),
		areas: scope.areas,
		/** What the sections are called: so nobody loads the words of another language. */
		sections: {
			home: m.home_nav_home({}, { locale }),
			projects: m.home_nav_projects({}, { locale }),
			visits: m.home_nav_visits({}, { locale }),
			files: m.home_nav_files({}, { locale }),
			pictures: m.home_nav_pictures({}, { locale }),
			messages: m.home_nav_messages({}, { locale }),
			profile: m.home_nav_profile({}, { locale }),
		},
		/** Where there are several. The words come along, so that who has one account need not load them. */
		accounts: view.accounts.length > 1 ? accountChoice(view) : null,
		unread: await read(scope, unreadForClient),
		preview: scope.preview ? previewWords(name, scope.preview.locale) : null,
		person: { name, firstName: person?.firstName ?? '' },
		timeZone: workspace.timeZone,
		phone: workspace.phone,
	}
}

function accountChoice({ accounts, account }: View) {
	const choices = [{ id: '', name: m.access_place_all() }, ...accounts]
	const name = choices.find(({ id }) => id === (account ?? ''))?.name ?? ''
	return { choices, current: account ?? '', name, label: m.access_place_now({ name }) }
}

/** The banner speaks the member's language, the page around it the contact's. */
function previewWords(name: string, locale: Locale) {
	return {
		locale,
		text: m.access_preview_banner({ name }, { locale }),
		note: m.access_preview_banner_note({}, { locale }),
		leave: m.access_preview_leave({}, { locale }),
	}
}
