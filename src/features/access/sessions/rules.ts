/** How many days an unused session lasts: a client comes twice a month, a member every day. */
const days = { contact: 60, member: 14 }

/** When a session that is used at this time ends by itself. */
export function endOfSession(type: keyof typeof days, usedAt: Date): Date {
	return new Date(usedAt.getTime() + days[type] * 86_400_000)
}

/** True once a day: the cookie of a session that is used is to live as long as the session does. */
export function cookieIsOld(usedBefore: Date, at: Date): boolean {
	return usedBefore.toISOString().slice(0, 10) < at.toISOString().slice(0, 10)
}

/** "Chrome on Windows": enough to tell one's own devices apart. Empty for a program that says nothing known. */
export function deviceName(userAgent: string): string {
	const browser = firstOf(browsers, userAgent)
	const system = firstOf(systems, userAgent)
	return [browser, system].filter(Boolean).join(', ')
}

const browsers: [RegExp, string][] = [
	[/Edg(A|iOS)?\//, 'Edge'],
	[/OPR\//, 'Opera'],
	[/SamsungBrowser\//, 'Samsung Internet'],
	[/Firefox\/|FxiOS\//, 'Firefox'],
	[/Chrome\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
	[/iPhone/, 'iPhone'],
	[/iPad/, 'iPad'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/Mac OS X/, 'Mac'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux'],
]

function firstOf(list: [RegExp, string][], userAgent: string): string {
	return list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? ''
}
