/** Texts that were typed but not sent, kept in this browser tab so that a reload or a new sign-in loses none. */
export function keep(name: string, value: unknown): void {
	try {
		sessionStorage.setItem(name, JSON.stringify(value))
	} catch {
		// Storage is full or forbidden; the page itself still has it.
	}
}

export function recall<T>(name: string, otherwise: T): T {
	try {
		const text = sessionStorage.getItem(name)
		return text === null ? otherwise : (JSON.parse(text) as T)
	} catch {
		return otherwise
	}
}

export function forget(name: string): void {
	try {
		sessionStorage.removeItem(name)
	} catch {
		// As above.
	}
}
