import type { Locale } from '#i18n'
import { m } from '#messages'
import { drawingAddress } from './drawings/rules.ts'
import { type PortalModule, portalModules } from './schema.ts'
import type { Workspace } from './tables.ts'

/** What pages show of the company: its name and where its pictures are. */
export interface Brand {
	name: string
	color: string
	src?: string
	srcDark?: string
	/** The picture already holds the name. */
	wordmark: boolean
	/** What stands at the foot of the sign-in page. */
	drawing?: string
}

/** Pictures are addressed by their content's key, so that a browser may keep them for good. */
export function brandOf(workspace: Workspace): Brand {
	const address = (kind: string, key: string | null) => (key ? `/brand/${kind}?v=${key.slice(-8)}` : undefined)
	return {
		name: workspace.name,
		color: workspace.brandColor,
		src: address('logo-light', workspace.logoLightKey),
		srcDark: address('logo-dark', workspace.logoDarkKey),
		wordmark: workspace.settings.logoHoldsName,
		drawing: drawingAddress(workspace),
	}
}

/** The title of the sign-in page. */
export function headlineOf({ name, settings }: Workspace, locale: Locale): string {
	return settings.headline[locale] || m.access_in_title({ company: name }, { locale })
}

/** What a form's ticked boxes say of the sections: those that are not named are off. */
export function modulesOf(ticked: readonly unknown[]): Record<PortalModule, boolean> {
	const on = portalModules.map((module) => [module, ticked.includes(module)] as const)
	return Object.fromEntries(on) as Record<PortalModule, boolean>
}
