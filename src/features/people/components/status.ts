import Ban from '@lucide/svelte/icons/ban'
import Check from '@lucide/svelte/icons/check'
import Mail from '@lucide/svelte/icons/mail'
import Minus from '@lucide/svelte/icons/minus'
import TriangleAlert from '@lucide/svelte/icons/triangle-alert'
import type { PortalStatus, StatusFilter } from '../rules.ts'

/** What a list shows of a contact's portal: an invitation that came back counts as a status of its own. */
export function shownStatus(contact: { portalStatus: PortalStatus; invitationBounced: boolean }): StatusFilter {
	return contact.portalStatus === 'invited' && contact.invitationBounced ? 'bounced' : contact.portalStatus
}

export const statusIcons = {
	notEnrolled: Minus,
	invited: Mail,
	enrolled: Check,
	suspended: Ban,
	bounced: TriangleAlert,
} as const

export const statusTones = {
	notEnrolled: undefined,
	invited: 'info',
	enrolled: 'success',
	suspended: 'danger',
	bounced: 'attention',
} as const
