import * as gate from '../../front-door/gate.ts'
import type { LayoutServerLoad } from './$types'

export const prerender = false

export const load: LayoutServerLoad = (event) => {
	gate.anybody(event)
}
