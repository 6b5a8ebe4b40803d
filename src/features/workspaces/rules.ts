import { palette } from '#ui/brand/palette.ts'
import type { Workspace } from './tables.ts'

/** What pages show of the company: its name and where its pictures are. */
export interface Brand {
	name: string
	color: string
	src?: string
	srcDark?: string
}

/** Pictures are addressed by their content's key, so that a browser may keep them for good. */
export function brandOf(workspace: Workspace): Brand {
	const address = (kind: string, key: string | null) => (key ? `/brand/${kind}?v=${key.slice(-8)}` : undefined)
	return {
		name: workspace.name,
		color: workspace.brandColor,
		src: address('logo-light', workspace.logoLightKey),
		srcDark: address('logo-dark', workspace.logoDarkKey),
	}
}

/** A picture for the browser's tab: the company's first letter on its color. */
export function iconOf(workspace: Pick<Workspace, 'name' | 'brandColor'>): string {
	const { brandFill, onBrand } = palette(workspace.brandColor).light
	const letter = [...workspace.name.trim()][0]?.toLocaleUpperCase(undefined) ?? ''
	const escaped = letter.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
	return (
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="${brandFill}"/>` +
		`<text x="16" y="22.5" text-anchor="middle" font-family="system-ui, sans-serif" font-size="18" font-weight="700" fill="${onBrand}">${escaped}</text></svg>`
	)
}
