import { redirect } from '@sveltejs/kit'
import { localPath } from '#features/access/rules.ts'
import { fieldsOf } from '../../../front-door/form.ts'
import * as gate from '../../../front-door/gate.ts'
import { chooseAccount } from '../../../front-door/narrowing.ts'
import { isSecure } from '../../../front-door/portal-entry.ts'
import type { RequestHandler } from './$types'

/** Which of its accounts a client looks at, from the switcher on every page; back to where it was. */
export const POST: RequestHandler = async (event) => {
	gate.client(event)
	const { values } = await fieldsOf(event.request)
	chooseAccount(event.cookies, values.account?.slice(0, 60) ?? '', isSecure(event))
	redirect(303, localPath(values.back) ?? '/')
}
