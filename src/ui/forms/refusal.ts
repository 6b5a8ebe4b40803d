/** What a refused form gave back: the typing, and at each field what is wrong. */
export interface Refusal {
	values: Record<string, string | undefined>
	errors: Record<string, string | undefined>
	/** For ErrorSummary. */
	list: { field: string; message: string }[]
}

/** Reads a page's `form` prop, whichever of its actions answered; empty when none refused. */
export function refusalOf(form: unknown): Refusal {
	const given = (typeof form === 'object' && form !== null ? form : {}) as Partial<Refusal>
	const errors = given.errors ?? {}
	const list = Object.entries(errors).map(([field, message]) => ({ field, message: message ?? '' }))
	return { values: given.values ?? {}, errors, list }
}
