/** How a project ended, in the words of its client; made on the server, so that the page needs no script for it. */
import { m } from '#messages'
import type { ProjectView, Reading } from '../rules.ts'

export interface EndView {
	/** It ended well. */
	good: boolean
	title: string
	text: string
	/** What somebody of the company wrote for the client, and what stands above it. */
	note: string | null
	noteTitle: string
	next: string
	buttons: { restart: string; documents: string; write: string; call: string }
}

/** Null for a project that goes on. */
export function endOf(view: ProjectView, reading: Reading): EndView | null {
	if (view.status === 'active') return null
	const good = view.status === 'succeeded'
	const { company } = reading
	return {
		good,
		title: good ? m.projects_end_done({}, reading) : m.projects_end_failed({}, reading),
		text: view.text,
		note: view.note,
		noteTitle: good ? m.projects_note_from({ company }, reading) : m.projects_end_why({}, reading),
		next: good ? m.projects_end_done_next({}, reading) : '',
		buttons: {
			restart: m.projects_restart({}, reading),
			documents: m.projects_end_documents({}, reading),
			write: m.projects_write({}, reading),
			call: m.projects_end_call({ company }, reading),
		},
	}
}
