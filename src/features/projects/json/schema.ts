import { z } from '@hono/zod-openapi'
import { time } from '#platform/api/api.ts'
import type { Project } from '../reads.ts'
import { projectStatuses } from '../rules.ts'

/** A project as the public API shows it. */
export const projectRecord = z
	.object({
		id: z.string().openapi({ example: 'prj_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		externalId: z.string().nullable(),
		name: z.string(),
		accountId: z.string(),
		siteId: z.string().nullable(),
		flowId: z.string(),
		flowVersion: z.number().int(),
		stageId: z.string(),
		stepId: z.string(),
		stepSince: z.iso.datetime(),
		lateAt: z.iso.datetime().nullable().openapi({ description: 'When the step will have taken longer than is usual' }),
		status: z.enum(projectStatuses),
		createdAt: z.iso.datetime(),
		updatedAt: z.iso.datetime(),
		archivedAt: z.iso.datetime().nullable(),
	})
	.openapi('Project')

export function toJson(project: Project): z.output<typeof projectRecord> {
	const { id, externalId, name, accountId, siteId, flowId, flowVersion, stageId, stepId, status } = project
	return {
		id,
		externalId,
		name,
		accountId,
		siteId,
		flowId,
		flowVersion,
		stageId,
		stepId,
		stepSince: time(project.stepSince),
		lateAt: time(project.lateAt),
		status,
		createdAt: time(project.createdAt),
		updatedAt: time(project.updatedAt),
		archivedAt: time(project.archivedAt),
	}
}
