import type { MapSource } from '../mapping/rules.ts'
import type { AreaUnit, DrawingState, Plane } from '../rules.ts'

/** A drawing as a page shows it, in its reader's words. */
export interface DrawingView {
	projectId: string
	/** Null while nothing was saved. */
	state: DrawingState | null
	revision: number
	planes: Plane[]
	/** Why it was sent back. */
	reason: string
	/** "Saved by Maya, June 9" */
	saved: string | null
	handedIn: string | null
	returned: string | null
	/** What the site's address is, and where it is. */
	address: string
	place: { lat: number; lng: number } | null
	unit: AreaUnit
	/** Null: a grid of metres. */
	map: MapSource | null
	/** Whether addresses can be searched for. */
	searchable: boolean
}
