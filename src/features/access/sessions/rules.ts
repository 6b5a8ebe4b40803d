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
