import { m } from '#messages'
import type { Sentences } from '../schema.ts'

/** Projects, the work in them and the flows that they follow. */
export const projects = {
	'project.created': ({ who, subject, data, at }) =>
		m.projects_event_created({ who, project: subject, step: data.step ?? '' }, at),
	'project.updated': ({ who, subject, at }) => m.projects_event_updated({ who, project: subject }, at),
	'project.moved': ({ who, subject, data, at }) => {
		const parts = { who, project: subject, from: data.from ?? '', step: data.step ?? '' }
		return data.because === 'allDone' ? m.projects_event_moved_on(parts, at) : m.projects_event_moved(parts, at)
	},
	'project.moveUndone': ({ who, subject, data, at }) =>
		m.projects_event_moveUndone({ who, project: subject, from: data.from ?? '', step: data.step ?? '' }, at),
	'project.restarted': ({ who, subject, data, at }) =>
		m.projects_event_restarted({ who, project: subject, step: data.step ?? '' }, at),
	'project.remapped': ({ who, subject, data, at }) =>
		m.projects_event_remapped({ who, project: subject, step: data.step ?? '' }, at),
	'project.archived': ({ who, subject, at }) => m.projects_event_archived({ who, project: subject }, at),
	'project.restored': ({ who, subject, at }) => m.projects_event_restored({ who, project: subject }, at),
	'project.lateTold': ({ subject, data, at }) =>
		m.projects_event_lateTold({ project: subject, step: data.step ?? '' }, at),
	'drawing.saved': ({ who, subject, at }) => m.drawings_event_saved({ who, project: subject }, at),
	'drawing.handedIn': ({ who, subject, at }) => m.drawings_event_handedIn({ who, project: subject }, at),
	'drawing.reopened': ({ who, subject, at }) => m.drawings_event_reopened({ who, project: subject }, at),
	'workOrder.created': ({ who, subject, at }) => m.items_event_order_created({ who, order: subject }, at),
	'workOrder.updated': ({ who, subject, at }) => m.items_event_order_updated({ who, order: subject }, at),
	'workOrder.done': ({ who, subject, at }) => m.items_event_order_done({ who, order: subject }, at),
	'workOrder.reopened': ({ who, subject, at }) => m.items_event_order_reopened({ who, order: subject }, at),
	'actionItem.assigned': ({ who, data, at }) => m.items_event_assigned({ who, title: data.name ?? '' }, at),
	'actionItem.completed': ({ who, data, at }) => m.items_event_completed({ who, title: data.name ?? '' }, at),
	'actionItem.reopened': ({ who, data, at }) => m.items_event_reopened({ who, title: data.name ?? '' }, at),
	'actionItem.withdrawn': ({ who, data, at }) => m.items_event_withdrawn({ who, title: data.name ?? '' }, at),
	'actionItem.reminded': ({ data, at }) => m.items_event_reminded({ title: data.name ?? '' }, at),
	'actionItemTemplate.created': ({ who, data, at }) =>
		m.items_event_template_created({ who, title: data.name ?? '' }, at),
	'actionItemTemplate.updated': ({ who, data, at }) =>
		m.items_event_template_updated({ who, title: data.name ?? '' }, at),
	'actionItemTemplate.archived': ({ who, data, at }) =>
		m.items_event_template_archived({ who, title: data.name ?? '' }, at),
	'actionItemTemplate.restored': ({ who, data, at }) =>
		m.items_event_template_restored({ who, title: data.name ?? '' }, at),
	'flow.created': ({ who, subject, at }) => m.flows_event_created({ who, flow: subject }, at),
	'flow.updated': ({ who, subject, at }) => m.flows_event_updated({ who, flow: subject }, at),
	'flow.published': ({ who, subject, at }) => m.flows_event_published({ who, flow: subject }, at),
	'flow.archived': ({ who, subject, at }) => m.flows_event_archived({ who, flow: subject }, at),
	'flow.restored': ({ who, subject, at }) => m.flows_event_restored({ who, flow: subject }, at),
} satisfies Sentences
