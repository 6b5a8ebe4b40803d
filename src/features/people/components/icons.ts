import Archive from '@lucide/svelte/icons/archive'
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right'
import Building2 from '@lucide/svelte/icons/building-2'
import CalendarDays from '@lucide/svelte/icons/calendar-days'
import FileCheck from '@lucide/svelte/icons/file-check'
import FileText from '@lucide/svelte/icons/file-text'
import House from '@lucide/svelte/icons/house'
import KeyRound from '@lucide/svelte/icons/key-round'
import Link2 from '@lucide/svelte/icons/link-2'
import ListChecks from '@lucide/svelte/icons/list-checks'
import Mail from '@lucide/svelte/icons/mail'
import MessageSquare from '@lucide/svelte/icons/message-square'
import PencilRuler from '@lucide/svelte/icons/pencil-ruler'
import Route from '@lucide/svelte/icons/route'
import StickyNote from '@lucide/svelte/icons/sticky-note'
import Unlink2 from '@lucide/svelte/icons/unlink-2'
import UserRound from '@lucide/svelte/icons/user-round'

export function iconOf(type: string) {
	if (type.endsWith('.noted')) return StickyNote
	if (type.endsWith('.archived') || type.endsWith('.restored')) return Archive
	if (type === 'contact.linked') return Link2
	if (type === 'contact.unlinked') return Unlink2
	if (type === 'contact.merged' || type === 'account.merged') return ArrowLeftRight
	if (/\.(invited|resent|delivered|bounced|opened)$/.test(type) && type.startsWith('contact.')) return Mail
	if (
		/^contact\.(registered|signedIn|suspended|reinstated|accessChanged|termsAccepted|directLink\w+|previewed)$/.test(
			type,
		)
	)
		return KeyRound
	const subject = type.split('.')[0]
	if (subject === 'document' || subject === 'documentRequest') return FileText
	if (subject === 'offer' || subject === 'contract') return FileCheck
	if (subject === 'visit') return CalendarDays
	if (subject === 'drawing') return PencilRuler
	if (subject === 'actionItem' || subject === 'actionItemTemplate' || subject === 'workOrder') return ListChecks
	if (subject === 'project' || subject === 'flow') return Route
	if (subject === 'message' || subject === 'conversation') return MessageSquare
	if (subject === 'site') return House
	return subject === 'account' ? Building2 : UserRound
}
