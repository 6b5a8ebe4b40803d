/** What an account's form sends, as the schema takes it. */
export function accountOf(values: Record<string, string>) {
	return { ...values, portalEnabled: values.portalEnabled === 'on' }
}

/** The `address.…` fields of a form as one address; null when none was filled in (a country alone is none). */
export function addressOf(values: Record<string, string>): Record<string, string> | null {
	const address: Record<string, string> = {}
	for (const [name, value] of Object.entries(values)) {
		if (name.startsWith('address.')) address[name.slice('address.'.length)] = value
	}
	const filled = Object.entries(address).some(([name, value]) => name !== 'country' && value.trim())
	return filled ? address : null
}
