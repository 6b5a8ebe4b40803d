import { actionItem } from './actionItem.ts'
import { addressChanged } from './addressChanged.ts'
import { addressCheck } from './addressCheck.ts'
import { cameBack } from './cameBack.ts'
import { clientReset } from './clientReset.ts'
import { dataReady } from './dataReady.ts'
import { documentAsked } from './documentAsked.ts'
import { documentShared } from './documentShared.ts'
import { invitation } from './invitation.ts'
import { memberLink } from './memberLink.ts'
import { newDevice } from './newDevice.ts'
import { passwordReset } from './passwordReset.ts'
import { projectLate } from './projectLate.ts'
import { registrationKnown } from './registrationKnown.ts'
import { signInCode } from './signInCode.ts'
import { signInLink } from './signInLink.ts'
import type { Template } from './template.ts'
import { testMail } from './testMail.ts'
import { visitNews } from './visitNews.ts'
import { wayChanged } from './wayChanged.ts'

/** Every message that the product sends. A new one is a file beside this and a line here. */
export const templates = {
	signInCode,
	signInLink,
	invitation,
	memberLink,
	passwordReset,
	clientReset,
	addressCheck,
	addressChanged,
	newDevice,
	wayChanged,
	registrationKnown,
	testMail,
	documentShared,
	documentAsked,
	actionItem,
	cameBack,
	projectLate,
	visitNews,
	dataReady,
}

export type TemplateName = keyof typeof templates
type Values = { [T in TemplateName]: (typeof templates)[T] extends Template<infer V extends object> ? V : never }
export type ValuesOf<T extends TemplateName> = Values[T]
