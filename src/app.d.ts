import type { Workspace } from '#features/workspaces/tables.ts'
import type { Locale } from '#i18n'
import type { ClientScope, LinkScope, StaffScope, VisitorScope } from '#platform/scope/scope.ts'
import type { Opening } from './front-door/headers.ts'

declare global {
	namespace App {
		interface Locals {
			requestId: string
			/** The address of whoever asks; a proxy's word counts only as far as TRUST_PROXY goes. */
			ip: string
			workspace: Workspace
			locale: Locale
			scope: ClientScope | LinkScope | StaffScope | VisitorScope
			/** A client who has to accept the company's terms before anything else. */
			termsDue?: boolean
			/** What the content policy of this page lets in beyond the usual. */
			opening?: Opening
			/** Who is signed in, for greeting and for its own sessions. */
			person: {
				id: string
				sessionId: string
				name: string
				firstName: string
				email: string | null
				/** Of a member: it has come in with two factors. */
				twoFactor?: boolean
			} | null
			/** When the session of who is signed in was used last. */
			usedBefore?: Date
			/** Set when the answer failed because the database cannot be reached. */
			away?: boolean
			/** Set by a gate that led to the sign-in page. */
			turnedAway?: boolean
		}
		interface Error {
			message: string
			requestId?: string
		}
		interface Platform {
			req: import('node:http').IncomingMessage
		}
	}
}
