import { type RequestEvent, redirect } from '@sveltejs/kit'
import { localPath, readAddress } from '#features/access/rules.ts'
import { setAsking } from '../../../../front-door/asking.ts'
import { isSecure } from '../../../../front-door/portal-entry.ts'

/** Goes to another page of signing in with what was typed on this one, which no address of a page may hold. */
export function carryOn(event: RequestEvent, { address = '', next }: Record<string, string>, to: string): never {
	const typed = readAddress(address, event.locals.workspace.country)
	if (typed) setAsking(event.cookies, { ...typed, next: localPath(next), askedAt: null }, isSecure(event))
	const onward = !typed && localPath(next)
	redirect(303, onward ? `${to}?${new URLSearchParams({ next: onward })}` : to)
}
