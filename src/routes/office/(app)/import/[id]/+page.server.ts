import { error, fail, redirect } from '@sveltejs/kit'
import { daysFileKept, fileKeptUntil } from '#features/imports/keeping/rules.ts'
import { problemText, wholeProblemText } from '#features/imports/outcomes/rules.ts'
import { columnNames, headerProblems, type MappingProblem } from '#features/imports/parsing/columns/rules.ts'
import { importById, importRowPage, rowFilter } from '#features/imports/reads.ts'
import { isStuck, noCounts } from '#features/imports/rules.ts'
import { mappingInput } from '#features/imports/schema.ts'
import type { Import, ImportRow } from '#features/imports/tables.ts'
import {
	cancelImport,
	checkImport,
	type Moved,
	reopenImport,
	resumeImport,
	startImport,
} from '#features/imports/writes.ts'
import type { Locale } from '#i18n'
import { m } from '#messages'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { fieldsOf } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	event.depends('office:import')
	const { searchParams } = event.url
	const filter = rowFilter(searchParams.get('rows'))
	const { record, page } = await read(scope, async (reader) => {
		const record = await importById(reader, event.params.id)
		if (!record) error(404)
		const place = { filter, after: searchParams.get('after'), before: searchParams.get('before') }
		return { record, page: hasReport(record) ? await importRowPage(reader, record, place) : null }
	})
	const { locale } = event.locals
	return {
		record: viewOf(record, locale),
		timeZone: event.locals.workspace.timeZone,
		daysFileKept,
		columns: record.status === 'mapping' ? columnsOf(record) : [],
		filter,
		invites: event.locals.workspace.settings.invitations.auto,
		page: page && { next: page.next, back: page.back, rows: page.rows.map((row) => rowOf(row, locale)) },
	}
}

function hasReport(record: Import): boolean {
	return record.status === 'checked' || record.status === 'done' || record.status === 'cancelled'
}

function viewOf(record: Import, locale: Locale) {
	const { id, status, fileName, total, done, problem, invitationRunId } = record
	const counts = { ...noCounts(), ...record.counts }
	const stuck = isStuck(record, now())
	return {
		id,
		status,
		fileName,
		total,
		done,
		counts,
		stuck,
		invitationRunId,
		fileKeptUntil: fileKeptUntil(record),
		fileRemovedAt: record.fileRemovedAt,
		problem: problem && wholeProblemText(problem, locale),
	}
}

function columnsOf(record: Import) {
	const names = columnNames(record.headers)
	const problems = new Map(headerProblems(record.headers, record.mapping).map(({ column, code }) => [column, code]))
	return names.map((name, column) => ({
		name,
		field: record.mapping[column] ?? '',
		sample: [...new Set(record.sample.map((row) => row[column] ?? '').filter(Boolean))].slice(0, 3),
		problem: problems.get(column) ?? null,
	}))
}

function rowOf({ row, status, label, accountId, ofRow, problems }: ImportRow, locale: Locale) {
	const remarks = problems.map((problem) => ({
		column: problem.column,
		value: problem.value,
		text: problemText(problem, locale),
	}))
	return { row, status, label, accountId, ofRow, remarks }
}

export const actions: Actions = {
	check: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const fields = Object.keys(values).filter((name) => /^column-\d+$/.test(name))
		const mapping = mappingInput.safeParse(fields.map((_, column) => values[`column-${column}`]))
		if (!mapping.success) return fail(422, { problems: [m.imports_mapping_no_name()], values })
		return after(event, await checkImport(scope, event.params.id, mapping.data), values)
	},
	reopen: async (event) => after(event, await reopenImport(gate.staff(event), event.params.id)),
	start: async (event) => {
		const scope = gate.staff(event)
		const form = await event.request.formData()
		return after(event, await startImport(scope, event.params.id, { queue: true, invite: form.has('invite') }))
	},
	cancel: async (event) => after(event, await cancelImport(gate.staff(event), event.params.id)),
	resume: async (event) => after(event, await resumeImport(gate.staff(event), event.params.id)),
}

function after(event: RequestEvent, moved: Moved, values: Record<string, string> = {}) {
	if (moved.ok) redirect(303, `/office/import/${event.params.id}`)
	if (moved.reason === 'not_now') return fail(409, { problems: [m.imports_not_now()], values })
	return fail(422, { problems: moved.problems.map(mappingText), values })
}

function mappingText(problem: MappingProblem): string {
	if (problem.code === 'mapping_no_name') return m.imports_mapping_no_name()
	return m.imports_mapping_double({ field: m.imports_field({ field: problem.field }) })
}
