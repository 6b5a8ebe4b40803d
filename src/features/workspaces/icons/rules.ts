import { createHash } from 'node:crypto'
import type { Locale } from '#i18n'
import { palette } from '#ui/brand/palette.ts'
import type { Workspace } from '../tables.ts'

type Company = Pick<Workspace, 'name' | 'brandColor' | 'iconKey' | 'settings'>

/**
 * Every form of the company's icon: for the browser's tab, for a home screen that leaves it as it is, for one that
 * cuts it to its own shape, and for Apple's, which rounds the corners itself. `share` is what a picture takes of the
 * side where something may be cut off.
 */
export const iconForms = {
	icon: { side: 64, shape: 'free' },
	'icon-192': { side: 192, shape: 'free' },
	'icon-512': { side: 512, shape: 'free' },
	'maskable-512': { side: 512, shape: 'full', share: 0.62 },
	'apple-touch': { side: 180, shape: 'full', share: 0.8 },
} as const satisfies Record<string, { side: number; shape: 'free' | 'full'; share?: number }>
export type IconForm = keyof typeof iconForms

export function isIconForm(value: string): value is IconForm {
	return Object.hasOwn(iconForms, value)
}

/** Icons are addressed by what they are drawn from, so that a browser may keep them for good. */
export function iconAddress(company: Company, form: IconForm): string {
	const drawnFrom = `${company.name}\n${company.brandColor}\n${company.iconKey}`
	return `/brand/${form}?v=${createHash('sha256').update(drawnFrom).digest('base64url').slice(0, 10)}`
}

/** A name for below an icon: whole where it fits, else its first words. */
export function shortName(name: string): string {
	const fits = 12
	if (name.length <= fits) return name
	const words = name.split(/\s+/)
	let short = words[0] ?? name
	for (const word of words.slice(1)) {
		if (`${short} ${word}`.length > fits) break
		short += ` ${word}`
	}
	return short.length > 16 ? `${short.slice(0, 15)}…` : short.replace(/[\s,.&+-]+$/, '')
}

/** What a browser needs to put the portal on a home screen (W3C web app manifest). */
export function manifestOf(company: Company, locale: Locale): Record<string, unknown> {
	const { light } = palette(company.brandColor)
	const icon = (form: IconForm, purpose: 'any' | 'maskable') => ({
		src: iconAddress(company, form),
		sizes: `${iconForms[form].side}x${iconForms[form].side}`,
		type: 'image/png',
		purpose,
	})
	return {
		id: '/',
		name: company.name,
		short_name: shortName(company.name),
		lang: locale,
		dir: 'ltr',
		start_url: '/',
		scope: '/',
		display: 'standalone',
		theme_color: light.brandFill,
		background_color: light.ground,
		icons: [icon('icon-192', 'any'), icon('icon-512', 'any'), icon('maskable-512', 'maskable')],
	}
}

const heads = new WeakMap<Company, { portal: string; office: string }>()

/** What the head of every page says of the company: icons, colors of the browser's frame, and how to install the portal. */
export function headOf(company: Company, office: boolean): string {
	const made = heads.get(company) ?? writeHead(company)
	heads.set(company, made)
	return office ? made.office : made.portal
}

function writeHead(company: Company): { portal: string; office: string } {
	const { light, dark } = palette(company.brandColor)
	const short = shortName(company.name).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
	const office = [
		`<link rel="icon" href="${iconAddress(company, 'icon')}"${company.iconKey ? '' : ' type="image/svg+xml"'} />`,
		`<link rel="apple-touch-icon" href="${iconAddress(company, 'apple-touch')}" />`,
		`<meta name="theme-color" media="(prefers-color-scheme: light)" content="${light.ground}" />`,
		`<meta name="theme-color" media="(prefers-color-scheme: dark)" content="${dark.ground}" />`,
	].join('\n\t\t')
	const portal = [
		office,
		'<link rel="manifest" href="/manifest.webmanifest" />',
		`<meta name="application-name" content="${short}" />`,
		`<meta name="apple-mobile-web-app-title" content="${short}" />`,
	].join('\n\t\t')
	return { office, portal }
}
