/** What the pages of the portal and of the office share that draw a roof. */
import { error, fail, type RequestEvent, redirect } from '@sveltejs/kit'
import { findPlaces } from '#features/drawings/finding/reads.ts'
import { authorsOf, type Drawing, findDrawing, houseOf } from '#features/drawings/reads.ts'
import { type AreaUnit, areaUnits, type Plane, usualUnit } from '#features/drawings/rules.ts'
import { placeFrom, planesFrom, typedPlanes } from '#features/drawings/typing/rules.ts'
import type { DrawingView } from '#features/drawings/views/rules.ts'
import type { DrawingOutcome, Drawn } from '#features/drawings/writes.ts'
import { findProject } from '#features/projects/reads.ts'
import { m } from '#messages'
import { type Reader, read } from '#platform/db/db.ts'
import { formatWhen } from '#platform/i18n/format.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'
import { fieldsOf, refusal } from './form.ts'

type Event = Pick<RequestEvent, 'locals' | 'cookies' | 'url'>
const year = 365 * 24 * 3600

/** In which unit the reader wants areas: as asked for or chosen before, else as is usual in the company's country. */
export function unitOf({ cookies, url, locals }: Event): AreaUnit {
	const asked = areaUnits.find((unit) => unit === url.searchParams.get('unit'))
	if (asked) rememberUnit({ cookies, url }, asked)
	const chosen = asked ?? areaUnits.find((unit) => unit === cookies.get('area_unit'))
	return chosen ?? usualUnit(locals.workspace.country)
}

/** Read by the page's script, too. */
function rememberUnit({ cookies, url }: Pick<Event, 'cookies' | 'url'>, unit: AreaUnit): void {
	const secure = url.protocol === 'https:'
	cookies.set('area_unit', unit, { path: '/', httpOnly: false, sameSite: 'lax', secure, maxAge: year })
}

/** A project's drawing with all that its page says. Three queries. */
export async function viewOf(
	event: Event,
	reader: Reader,
	project: { id: string; siteId: string | null },
): Promise<DrawingView> {
	const drawing = await findDrawing(reader, project.id)
	const house = await houseOf(reader, project)
	const names = drawing ? await authorsOf(reader, drawing) : new Map<string, string>()
	return {
		projectId: project.id,
		state: drawing?.state ?? null,
		revision: drawing?.revision ?? 0,
		planes: drawing?.planes ?? [],
		reason: drawing?.reason ?? '',
		...signed(drawing, names, event.locals),
		address: house?.address ?? '',
		place: drawing?.position ?? house?.position ?? null,
		unit: unitOf(event),
		...mapOf(event.locals),
	}
}

/** What the company has set for maps. Only pages with a map let its hosts into their content policy. */
function mapOf(locals: App.Locals): Pick<DrawingView, 'map' | 'searchable'> {
	const { tiles, attribution, maxZoom, hosts, geocoder } = locals.workspace.settings.maps
	const host = tiles && URL.parse(tiles)?.origin
	if (!tiles || !host) return { map: null, searchable: geocoder !== null }
	const sources = [host, ...hosts]
	locals.opening = { sources: { 'connect-src': sources, 'img-src': sources } }
	return { map: { url: tiles, attribution, maxZoom }, searchable: geocoder !== null }
}

/** Looks an address up, and gives back what was found. */
export async function findHouse(event: Pick<RequestEvent, 'request' | 'locals'>, scope: ClientScope | StaffScope) {
	const { locale, workspace } = event.locals
	const { values } = await fieldsOf(event.request)
	const url = workspace.settings.maps.geocoder
	if (!url) error(404)
	const finding = await findPlaces(scope, { url, q: values.q ?? '', locale })
	const query = values.q ?? ''
	if (!finding.ok) {
		const trouble = finding.reason === 'busy' ? m.drawings_find_busy : m.drawings_find_failed
		return { query, trouble: trouble({}, { locale }) }
	}
	return {
		query,
		found: finding.places,
		...(finding.places.length === 0 && { trouble: m.drawings_find_none({}, { locale }) }),
	}
}

/** What was drawn for a project, for a file of this name; 404 where nothing was. */
export function drawnOf(scope: StaffScope, id: string): Promise<{ planes: Plane[]; filename: string }> {
	return read(scope, async (reader) => {
		const project = await findProject(reader, id)
		const drawing = project && (await findDrawing(reader, id))
		if (!drawing || drawing.planes.length === 0) error(404)
		return { planes: drawing.planes, filename: project.name }
	})
}

function signed(drawing: Drawing | null, names: Map<string, string>, { locale, workspace }: App.Locals) {
	const place = { locale, timeZone: workspace.timeZone }
	const line = (text: typeof m.drawings_saved_by, id: string | null | undefined, at: Date | null | undefined) =>
		at
			? text(
					{ who: names.get(id ?? '') || m.people_actor_system({}, { locale }), when: formatWhen(at, place) },
					{ locale },
				)
			: null
	return {
		saved: line(m.drawings_saved_by, drawing?.savedById, drawing?.savedAt),
		handedIn: line(m.drawings_handed_in_by, drawing?.handedInById, drawing?.handedInAt),
		returned: line(m.drawings_returned_by, drawing?.returnedById, drawing?.returnedAt),
	}
}

/** Saves what the form of a page has, by `keep`; goes on to `done`, or gives all of it back. */
export async function saveTyped(
	event: Event & { request: Request },
	keep: (drawn: Drawn) => Promise<DrawingOutcome>,
	done: string,
) {
	const { locale } = event.locals
	const { values } = await fieldsOf(event.request)
	const unit = areaUnits.find((one) => one === values.unit)
	if (unit) rememberUnit(event, unit)
	const typed = typedPlanes(values)
	const read = planesFrom(typed, (number) => m.drawings_plane({ number }, { locale }))
	if (!read.ok) return fail(422, { ...refusal(locale, read.errors, {}), typed })
	const revision = /^\d{1,9}$/.test(values.revision ?? '') ? Number(values.revision) : 0
	const outcome = await keep({ planes: read.planes, position: placeFrom(values) ?? null, revision })
	if (outcome.ok) redirect(303, done)
	if (outcome.reason === 'not_found') error(404)
	if (outcome.reason !== 'drawing_changed')
		return fail(409, { ...refusal(locale, { planes: outcome.reason }, {}), typed })
	const { drawing, by } = outcome
	const when = drawing && formatWhen(drawing.savedAt, { locale, timeZone: event.locals.workspace.timeZone })
	const title = by && when ? m.drawings_conflict_by({ who: by, when }, { locale }) : m.drawings_conflict({}, { locale })
	return fail(409, { typed, conflict: { title, revision: drawing?.revision ?? 0 } })
}
