import { baseLocale, type Locale, locales } from '#i18n'

export { type Locale, locales }

function known(tag: string | null | undefined): Locale | undefined {
	const language = tag?.trim().toLowerCase().split(/[-_]/)[0]
	return locales.find((locale) => locale === language)
}

/** The language to answer in: the one that was chosen, else the browser's first that we speak, else the company's. */
export function pickLocale(
	chosen: string | null | undefined,
	acceptLanguage: string | null | undefined,
	fallback: string,
): Locale {
	return known(chosen) ?? preferred(acceptLanguage ?? '') ?? known(fallback) ?? baseLocale
}

function preferred(header: string): Locale | undefined {
	return header
		.slice(0, 500)
		.split(',')
		.map((part) => {
			const [tag, ...params] = part.split(';')
			const quality = params.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find(Boolean)
			return { locale: known(tag), quality: quality === undefined ? 1 : Number(quality) }
		})
		.filter((wish) => wish.locale && wish.quality > 0)
		.sort((a, b) => b.quality - a.quality)[0]?.locale
}
