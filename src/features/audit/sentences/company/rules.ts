import { m } from '#messages'
import type { Sentences } from '../schema.ts'

/** The company itself: its members, keys, settings and imports. */
export const company = {
	'member.invited': ({ who, subject, at }) => m.audit_event_member_invited({ who, subject }, at),
	'member.changed': ({ who, subject, self, at }) =>
		self ? m.audit_event_member_changed_self({ who }, at) : m.audit_event_member_changed({ who, subject }, at),
	'member.signedIn': ({ who, at }) => m.audit_event_member_signedIn({ who }, at),
	'member.passwordChanged': ({ who, at }) => m.audit_event_member_passwordChanged({ who }, at),
	'member.twoFactorOn': ({ who, at }) => m.audit_event_member_twoFactorOn({ who }, at),
	'member.twoFactorOff': ({ who, at }) => m.audit_event_member_twoFactorOff({ who }, at),
	'member.passkeyAdded': ({ who, at }) => m.audit_event_member_passkeyAdded({ who }, at),
	'member.passkeyRemoved': ({ who, at }) => m.audit_event_member_passkeyRemoved({ who }, at),
	'member.passkeyRenamed': ({ who, at }) => m.audit_event_member_passkeyRenamed({ who }, at),
	'member.newDevice': ({ who, at }) => m.audit_event_member_newDevice({ who }, at),
	'member.recoveryCodeUsed': ({ who, at }) => m.audit_event_member_recoveryCodeUsed({ who }, at),
	'member.recoveryCodesRenewed': ({ who, at }) => m.audit_event_member_recoveryCodesRenewed({ who }, at),
	'member.twoFactorReset': ({ who, subject, at }) => m.audit_event_member_twoFactorReset({ who, subject }, at),
	'session.ended': ({ subject, at }) => m.audit_event_session_ended({ subject }, at),
	'apiKey.created': ({ who, subject, at }) => m.audit_event_apiKey_created({ who, subject }, at),
	'apiKey.revoked': ({ who, subject, at }) => m.audit_event_apiKey_revoked({ who, subject }, at),
	'workspace.created': ({ data, at }) => m.audit_event_workspace_created({ name: data.name ?? '' }, at),
	'workspace.updated': ({ who, settings, at }) =>
		settings
			? m.audit_event_workspace_updated_fields({ who, fields: settings }, at)
			: m.audit_event_workspace_updated({ who }, at),
	'terms.published': ({ who, data, at }) => m.audit_event_terms_published({ who, title: data.title ?? '' }, at),
	'invitations.finished': ({ who, at }) => m.audit_event_invitations_finished({ who }, at),
	'import.uploaded': ({ who, subject, at }) => m.audit_event_import_uploaded({ who, subject }, at),
	'import.started': ({ who, subject, at }) => m.audit_event_import_started({ who, subject }, at),
	'import.checked': ({ subject, at }) => m.audit_event_import_checked({ subject }, at),
	'import.done': ({ subject, at }) => m.audit_event_import_done({ subject }, at),
	'import.cancelled': ({ who, subject, at }) => m.audit_event_import_cancelled({ who, subject }, at),
} satisfies Sentences
