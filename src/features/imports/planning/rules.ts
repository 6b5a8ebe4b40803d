import { changesOf } from '#features/people/events.ts'
import type { ProblemCode } from '../drafts/cells/rules.ts'
import { type Draft, isRejected } from '../drafts/rules.ts'
import {
	type Directory,
	findAccount,
	findPerson,
	findPersonIn,
	isRespelled,
	isSamePlace,
	type KnownAccount,
	type KnownContact,
	type KnownSite,
	nameKey,
} from '../matching/rules.ts'
import { emptyPlan, type PlanContext, type RowPlan, type Seen } from '../plans/rules.ts'

export class RowPlanner {
	readonly #draft: Draft
	readonly #directory: Directory
	readonly #seen: Seen
	readonly #context: PlanContext
	readonly #plan: RowPlan

	constructor(draft: Draft, directory: Directory, seen: Seen, context: PlanContext) {
		this.#draft = draft
		this.#directory = directory
		this.#seen = seen
		this.#context = context
		this.#plan = emptyPlan(draft.row, [...draft.problems])
	}

	plan(): RowPlan {
		const draft = this.#draft
		if (isRejected(draft)) return { ...this.#plan, status: 'rejected' }
		const twin = this.#seen.rows.get(draft.fingerprint)
		if (twin !== undefined) return { ...this.#plan, status: 'duplicate', ofRow: twin, problems: [] }
		const known = findPerson(draft, this.#directory)
		const found = findAccount(draft, known, this.#directory)
		const account = found ?? this.#createAccount()
		this.#plan.accountId = account.id
		// Within one file the row that names an account first decides; later rows of the same account only add to it.
		const earlier = found ? this.#seen.accounts.get(account.id) : undefined
		if (found) this.#updateAccount(found, earlier)
		if (found?.archived) this.#report('externalId', found.externalId, 'archived')
		this.#placeSite(account, earlier)
		this.#placePerson(account, known, earlier)
		for (const email of draft.otherEmails) this.#placeOtherEmail(account, email)
		return this.#settle(earlier)
	}

	#settle(earlier: number | undefined): RowPlan {
		const plan = this.#plan
		const parts = [plan.newSites, plan.newContacts, plan.newLinks, plan.accounts, plan.sites, plan.contacts]
		const changed = parts.some((part) => part.length > 0)
		if (plan.newAccounts.length) plan.status = 'created'
		else if (changed) plan.status = 'updated'
		else if (earlier !== undefined) Object.assign(plan, { status: 'duplicate', ofRow: earlier })
		return plan
	}

	#createAccount(): KnownAccount {
		const draft = this.#draft
		const account: KnownAccount = {
			id: this.#context.newId('account'),
			externalId: draft.externalId,
			name: draft.accountName,
			kind: draft.kind,
			leadSource: draft.leadSource,
			notes: draft.notes,
			archived: false,
			sites: [],
			contactIds: [],
		}
		this.#plan.newAccounts.push(account)
		this.#directory.addAccount(account)
		return account
	}

	/** A file's non-empty cell replaces; an empty one never erases. Notes are staff's too, so they are only filled. */
	#updateAccount(account: KnownAccount, earlier: number | undefined): void {
		const draft = this.#draft
		const named = draft.problems.every((problem) => problem.code !== 'name_missing')
		const fresh: Partial<KnownAccount> = {
			externalId: account.externalId || (account.formerIds?.includes(draft.externalId) ? '' : draft.externalId),
			notes: account.notes || draft.notes,
			leadSource: (earlier === undefined && draft.leadSource) || account.leadSource || draft.leadSource,
		}
		if (earlier === undefined && named) {
			fresh.name = draft.accountName
			if (draft.kind === 'organisation') fresh.kind = draft.kind
		}
		if (this.#assign(account, fresh)) {
			this.#plan.accounts.push(account)
			this.#directory.addAccount(account)
		}
	}

	#placeSite(account: KnownAccount, earlier: number | undefined): void {
		const { address } = this.#draft
		if (!address) return
		const same = account.sites.find((site) => isSamePlace(site, this.#draft))
		const site = same ?? account.sites.find((other) => isRespelled(other, this.#draft))
		if (site) {
			const filled = Object.entries(address).filter(
				([part, text]) => text && (earlier === undefined || !site[part as keyof KnownSite]),
			)
			const spelling = same ? filled.filter(([part]) => part !== 'line1' && part !== 'line2') : filled
			if (this.#assign(site, Object.fromEntries(spelling))) this.#plan.sites.push({ ...site, accountId: account.id })
			return
		}
		const created = { id: this.#context.newId('site'), ...address }
		account.sites.push(created)
		this.#directory.addPlace(account, created)
		this.#plan.newSites.push({ ...created, accountId: account.id })
	}

	#placePerson(account: KnownAccount, known: KnownContact | undefined, earlier: number | undefined): void {
		const draft = this.#draft
		if (!draft.firstName && !draft.lastName && !draft.email && !draft.phone) return
		const here = findPersonIn(account, draft, this.#directory)
		const contact = here ?? known
		if (!contact) {
			this.#createContact(account, draft.email)
			return
		}
		this.#link(contact, account)
		this.#updateContact(contact, here ? earlier : undefined)
	}

	/** Somebody else's e-mail signs in somebody else: the new contact comes in without it. */
	#createContact(account: KnownAccount, wanted: string): void {
		const draft = this.#draft
		const taken = this.#directory.withEmail(wanted)
		if (taken) this.#report('email', wanted, 'email_taken')
		if (taken && !nameKey(draft) && !draft.phone) return
		this.#add(account, {
			firstName: draft.firstName,
			lastName: draft.lastName,
			email: taken ? '' : wanted,
			phone: draft.phone?.e164 ?? '',
			phoneExtension: draft.phone?.ext ?? '',
		})
	}

	#placeOtherEmail(account: KnownAccount, email: string): void {
		const owner = this.#directory.withEmail(email)
		if (owner && account.contactIds.includes(owner.id)) return
		if (owner) this.#report('email', email, 'email_taken')
		else this.#add(account, { firstName: '', lastName: '', email, phone: '', phoneExtension: '' })
	}

	#add(account: KnownAccount, fields: Omit<KnownContact, 'id' | 'portalStatus' | 'accountIds'>): void {
		const contact: KnownContact = {
			id: this.#context.newId('contact'),
			portalStatus: 'notEnrolled',
			accountIds: [],
			...fields,
		}
		this.#directory.addContact(contact)
		this.#plan.newContacts.push({ ...contact, language: this.#draft.language })
		this.#link(contact, account)
	}

	#link(contact: KnownContact, account: KnownAccount): void {
		if (account.contactIds.includes(contact.id)) return
		account.contactIds.push(contact.id)
		contact.accountIds.push(account.id)
		this.#plan.newLinks.push({ contactId: contact.id, accountId: account.id })
	}

	#updateContact(contact: KnownContact, earlier: number | undefined): void {
		const draft = this.#draft
		const fresh: Partial<KnownContact> = {
			...this.#freshEmail(contact, earlier),
			...this.#freshPhone(contact, earlier),
		}
		if (nameKey(draft) && (earlier === undefined || !nameKey(contact))) {
			fresh.firstName = draft.firstName
			fresh.lastName = draft.lastName
		}
		if (this.#assign(contact, fresh)) {
			this.#plan.contacts.push(contact)
			this.#directory.addContact(contact)
		}
	}

	/** An address with which somebody signs in is not taken away by a file. */
	#freshEmail(contact: KnownContact, earlier: number | undefined): Partial<KnownContact> {
		const { email } = this.#draft
		if (!email || email === contact.email) return {}
		if (this.#directory.withEmail(email)) this.#report('email', email, 'email_taken')
		else if (!contact.email) return { email }
		else if (earlier !== undefined) this.#report('email', email, 'differs_from_row', String(earlier))
		else if (contact.portalStatus === 'notEnrolled') return { email }
		else this.#report('email', email, 'email_kept')
		return {}
	}

	#freshPhone(contact: KnownContact, earlier: number | undefined): Partial<KnownContact> {
		const { phone } = this.#draft
		if (!phone || (phone.e164 === contact.phone && (phone.ext ?? '') === contact.phoneExtension)) return {}
		if (contact.phone && earlier !== undefined) this.#report('phone', phone.e164, 'differs_from_row', String(earlier))
		else return { phone: phone.e164, phoneExtension: phone.ext ?? '' }
		return {}
	}

	#report(field: 'email' | 'phone' | 'externalId', value: string, code: ProblemCode, detail?: string): void {
		const column = this.#context.columnOf(field)
		this.#plan.problems.push({
			row: this.#draft.row,
			column,
			value,
			code,
			severity: 'warning',
			...(detail && { detail }),
		})
	}

	/** Takes over what differs; true when anything did. */
	#assign<T extends { id: string }>(record: T, values: Partial<T>): boolean {
		const changes = changesOf(record, values)
		Object.assign(record, Object.fromEntries(Object.entries(changes).map(([field, { to }]) => [field, to])))
		const changed = Object.keys(changes).length > 0
		if (changed) this.#plan.changes[record.id] = { ...this.#plan.changes[record.id], ...changes }
		return changed
	}
}
