import { type Locale, overwriteGetLocale } from '#i18n'

// The server chose the language; the page goes on in it.
overwriteGetLocale(() => document.documentElement.lang as Locale)
