import { addressKey } from '#features/people/addresses/rules.ts'
import { fullName, type PortalStatus } from '#features/people/rules.ts'
import { fold } from '#features/people/search/rules.ts'
import type { Draft } from '../drafts/rules.ts'

export interface KnownSite {
	id: string
	line1: string
	line2: string
	city: string
	region: string
	postalCode: string
	country: string
}

export interface KnownContact {
	id: string
	firstName: string
	lastName: string
	email: string
	phone: string
	phoneExtension: string
	portalStatus: PortalStatus
	accountIds: string[]
}

export interface KnownAccount {
	id: string
	externalId: string
	/** Of accounts that were merged into this one. */
	formerIds?: string[]
	name: string
	kind: 'household' | 'organisation'
	leadSource: string
	notes: string
	archived: boolean
	sites: KnownSite[]
	contactIds: string[]
}

export interface LookupKeys {
	externalIds: string[]
	emails: string[]
	phones: string[]
	/** First lines of addresses, as written. */
	streets: string[]
}

/** What a batch of rows has to ask the database for, in one go. */
export function collectKeys(drafts: Draft[]): LookupKeys {
	const distinct = (values: (string | undefined)[]) => [
		...new Set(values.filter((value): value is string => Boolean(value))),
	]
	return {
		externalIds: distinct(drafts.map((draft) => draft.externalId)),
		emails: distinct(drafts.flatMap((draft) => [draft.email, ...draft.otherEmails])),
		phones: distinct(drafts.map((draft) => draft.phone?.e164)),
		streets: distinct(drafts.filter((draft) => !draft.email && !draft.phone).map((draft) => draft.address?.line1)),
	}
}

/** Accounts and contacts that rows may mean: what the database had, and what earlier rows have added. */
export class Directory {
	readonly #accounts = new Map<string, KnownAccount>()
	readonly #contacts = new Map<string, KnownContact>()
	readonly #byExternalId = new Map<string, KnownAccount>()
	readonly #byEmail = new Map<string, KnownContact>()
	readonly #byPhone = new Map<string, KnownContact[]>()
	readonly #byPlace = new Map<string, KnownAccount>()

	constructor(accounts: KnownAccount[] = [], contacts: KnownContact[] = []) {
		this.learn(accounts, contacts)
	}

	/** Takes in what is not known yet; what earlier rows have changed stays as they left it. */
	learn(accounts: KnownAccount[], contacts: KnownContact[]): void {
		for (const contact of contacts) if (!this.#contacts.has(contact.id)) this.addContact(contact)
		for (const account of accounts) {
			if (!this.#accounts.has(account.id)) this.addAccount(account)
			const known = this.#accounts.get(account.id) ?? account
			for (const former of account.formerIds ?? []) this.#byExternalId.set(former, known)
		}
	}

	get size(): number {
		return this.#accounts.size
	}

	addAccount(account: KnownAccount): void {
		this.#accounts.set(account.id, account)
		if (account.externalId) this.#byExternalId.set(account.externalId, account)
		for (const site of account.sites) this.addPlace(account, site)
	}

	addContact(contact: KnownContact): void {
		this.#contacts.set(contact.id, contact)
		if (contact.email) this.#byEmail.set(contact.email, contact)
		if (contact.phone) this.#byPhone.set(contact.phone, [...(this.#byPhone.get(contact.phone) ?? []), contact])
	}

	addPlace(account: KnownAccount, site: KnownSite): void {
		const place = addressKey(site)
		if (place && !this.#byPlace.has(`${place}|${fold(account.name)}`))
			this.#byPlace.set(`${place}|${fold(account.name)}`, account)
	}

	account(id: string): KnownAccount | undefined {
		return this.#accounts.get(id)
	}
	contact(id: string): KnownContact | undefined {
		return this.#contacts.get(id)
	}
	withExternalId(id: string): KnownAccount | undefined {
		return id ? this.#byExternalId.get(id) : undefined
	}
	withEmail(email: string): KnownContact | undefined {
		return email ? this.#byEmail.get(email) : undefined
	}
	withPhone(phone: string): KnownContact[] {
		return this.#byPhone.get(phone) ?? []
	}
	atPlace(key: string): KnownAccount | undefined {
		return key ? this.#byPlace.get(key) : undefined
	}
	contactsOf(account: KnownAccount): KnownContact[] {
		return account.contactIds.flatMap((id) => this.#contacts.get(id) ?? [])
	}
	accountsOf(contact: KnownContact): KnownAccount[] {
		return contact.accountIds.flatMap((id) => this.#accounts.get(id) ?? [])
	}
}

/** The person a row speaks of: by e-mail with a name that does not contradict, else by phone and name. */
export function findPerson(draft: Draft, directory: Directory): KnownContact | undefined {
	const byEmail = directory.withEmail(draft.email)
	if (byEmail && namesAgree(draft, byEmail)) return byEmail
	const name = nameKey(draft)
	if (!draft.phone || !name) return undefined
	const sameName = directory.withPhone(draft.phone.e164).filter((contact) => nameKey(contact) === name)
	return sameName.find((contact) => !draft.email || !contact.email || contact.email === draft.email)
}

/** The person within an account already found: whoever has the e-mail, the name or, for a nameless row, is alone there. */
export function findPersonIn(account: KnownAccount, draft: Draft, directory: Directory): KnownContact | undefined {
	const people = directory.contactsOf(account)
	const name = nameKey(draft)
	return (
		people.find((contact) => draft.email && contact.email === draft.email) ??
		people.find((contact) => name && nameKey(contact) === name) ??
		people.find((contact) => !nameKey(contact) && Boolean(draft.phone) && contact.phone === draft.phone?.e164) ??
		(name ? undefined : people.find((contact) => !draft.email || !contact.email))
	)
}

/** The account a row speaks of: by external id, else by its person, else by name and address. */
export function findAccount(
	draft: Draft,
	person: KnownContact | undefined,
	directory: Directory,
): KnownAccount | undefined {
	const own = directory.withExternalId(draft.externalId)
	if (own) return own
	const open = (account: KnownAccount) => !draft.externalId || !account.externalId
	const theirs = person ? directory.accountsOf(person).filter(open) : []
	const atHome = theirs.find((account) => account.sites.some((site) => isSamePlace(site, draft)))
	if (atHome) return atHome
	const named = theirs.find((account) => fold(account.name) === fold(draft.accountName))
	if (named && (!draft.externalId || named.sites.length === 0)) return named
	if (theirs[0] && !draft.externalId && !draft.firstName && !draft.lastName) return theirs[0]
	const neighbour = draft.address
		? directory.atPlace(`${addressKey(draft.address)}|${fold(draft.accountName)}`)
		: undefined
	return neighbour && open(neighbour) && !contradicts(neighbour, draft, directory) ? neighbour : undefined
}

/** One name at one address, but another e-mail: father and son, not a match. */
function contradicts(account: KnownAccount, draft: Draft, directory: Directory): boolean {
	const emails = directory.contactsOf(account).map((contact) => contact.email)
	return Boolean(draft.email) && emails.some(Boolean) && !emails.includes(draft.email)
}

export function isSamePlace(site: KnownSite, draft: Draft): boolean {
	if (!draft.address) return false
	const [mine, theirs] = [addressKey(draft.address), addressKey(site)]
	if (mine || theirs) return mine === theirs
	return fold(`${draft.address.city} ${draft.address.postalCode}`) === fold(`${site.city} ${site.postalCode}`)
}

/** `12 Main St` and `12 Main Street` at one postal code: the same house, written anew. Another flat is another place. */
export function isRespelled(site: KnownSite, draft: Draft): boolean {
	const numbers = (place: { line1: string; line2: string }) =>
		`${place.line1} ${place.line2}`.match(/\d+\p{L}?\b/gu)?.join(' ') ?? ''
	const street = (line: string) =>
		fold(line)
			.replace(/[^\p{L}]/gu, '')
			.slice(0, 4)
	if (!draft.address?.postalCode || draft.address.postalCode !== site.postalCode || !numbers(site)) return false
	return numbers(site) === numbers(draft.address) && street(site.line1) === street(draft.address.line1)
}

function namesAgree(draft: Draft, contact: KnownContact): boolean {
	const [mine, theirs] = [nameKey(draft), nameKey(contact)]
	return !mine || !theirs || mine === theirs
}

export function nameKey(person: { firstName: string; lastName: string }): string {
	return fold(fullName(person))
}
