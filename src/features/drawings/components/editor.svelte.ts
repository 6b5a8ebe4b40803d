import { begun, done, type History, redone, undone } from '../editing/rules.ts'
import type { Corner } from '../measuring/rules.ts'
import { type Plane, sameDrawing } from '../rules.ts'

interface Kept {
	revision: number
	planes: Plane[]
}

/** What somebody draws, by map or by form, with the way back. What is not saved outlives a reload of the page. */
export class Editor {
	#history = $state.raw<History<Plane[]>>(begun([]))
	#saved = $state.raw<Plane[]>([])
	#key: string
	/** What was drawn on. */
	revision = $state(0)
	/** The plane that is worked on. */
	selected = $state<number | null>(null)
	/** Corners that are being dragged or set just now. */
	live = $state.raw<{ index: number; corners: Corner[] } | null>(null)
	/** What was not saved before was found again. */
	restored = $state(false)

	constructor(projectId: string, planes: Plane[], revision: number) {
		this.#key = `drawing:${projectId}`
		this.reset(planes, revision)
	}

	get planes(): Plane[] {
		return this.#history.now
	}
	get canUndo(): boolean {
		return this.#history.past.length > 0
	}
	get canRedo(): boolean {
		return this.#history.future.length > 0
	}
	get dirty(): boolean {
		return !sameDrawing(this.#history.now, this.#saved)
	}

	/** Begins with what is saved. */
	reset(planes: Plane[], revision: number): void {
		this.#history = begun(planes)
		this.#saved = planes
		this.revision = revision
		this.live = null
		this.restored = false
	}

	/** What lay in the browser from before, if it is not what is saved. */
	restore(): void {
		const kept = this.#kept()
		if (!kept || sameDrawing(kept.planes, this.#saved)) return
		this.#history = done(this.#history, kept.planes)
		this.revision = kept.revision
		this.restored = true
	}

	change(planes: Plane[]): void {
		this.live = null
		if (sameDrawing(planes, this.planes)) return
		this.#history = done(this.#history, planes)
		this.#keep()
	}

	changePlane(index: number, change: Partial<Plane>): void {
		this.change(this.planes.map((plane, i) => (i === index ? withEave({ ...plane, ...change }) : plane)))
	}

	add(plane: Plane): void {
		this.change([...this.planes, plane])
		this.selected = this.planes.length - 1
	}

	remove(index: number): void {
		this.selected = null
		this.change(this.planes.filter((_, i) => i !== index))
	}

	undo(): void {
		this.#history = undone(this.#history)
		this.#moved()
	}

	redo(): void {
		this.#history = redone(this.#history)
		this.#moved()
	}

	/** It is saved, or somebody does not want it: nothing is left to be found again. */
	forget(): void {
		try {
			sessionStorage.removeItem(this.#key)
		} catch {
			// Not every browser lets a page keep something.
		}
	}

	#moved(): void {
		this.live = null
		if (this.selected !== null && this.selected >= this.planes.length) this.selected = null
		this.#keep()
	}

	#keep(): void {
		try {
			sessionStorage.setItem(this.#key, JSON.stringify({ revision: this.revision, planes: this.planes }))
		} catch {
			// Not every browser lets a page keep something.
		}
	}

	#kept(): Kept | null {
		try {
			const kept = JSON.parse(sessionStorage.getItem(this.#key) ?? 'null') as Kept | null
			return Array.isArray(kept?.planes) ? kept : null
		} catch {
			return null
		}
	}
}

/** A chosen edge that is gone is chosen no longer. */
function withEave(plane: Plane): Plane {
	return plane.eave !== null && plane.eave >= plane.corners.length ? { ...plane, eave: null } : plane
}
