import { eq, sql } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { sqlState, type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { CompanyScope, SystemScope } from '#platform/scope/scope.ts'
import { forgetHosts } from './reads.ts'
import type { NewWorkspace, WorkspaceSettings } from './schema.ts'
import { type Workspace, workspaces } from './tables.ts'

export type Created = { ok: true; scope: SystemScope; workspaceId: string } | { ok: false; reason: 'slug_taken' }

/** Makes a workspace; its first member is the caller's business (access/writes.ts). */
export async function createWorkspace(input: NewWorkspace & { brandColor?: string; phone?: string }): Promise<Created> {
	const scope = systemScope({ workspaceId: newId('wsp') })
	try {
		await write(scope, async ({ db, emit }) => {
			await db.insert(workspaces).values({
				workspaceId: scope.workspaceId,
				slug: input.slug,
				name: input.name,
				timeZone: input.timeZone,
				currency: input.currency,
				language: input.language,
				country: input.country,
				brandColor: input.brandColor ?? '#d2521a',
				phone: input.phone ?? null,
				supportEmail: input.ownerEmail,
				settings: {},
				createdAt: now(),
				updatedAt: now(),
			})
			await emit({
				type: 'workspace.created',
				subject: { type: 'workspace', id: scope.workspaceId },
				data: { name: input.name },
			})
		})
	} catch (error) {
		if (sqlState(error)?.code === '23505') return { ok: false, reason: 'slug_taken' }
		throw error
	}
	return { ok: true, scope, workspaceId: scope.workspaceId }
}

export type WorkspaceChange = Partial<
	Pick<
		Workspace,
		| 'name'
		| 'timeZone'
		| 'currency'
		| 'language'
		| 'country'
		| 'brandColor'
		| 'logoLightKey'
		| 'logoDarkKey'
		| 'iconKey'
		| 'phone'
		| 'supportEmail'
	>
> & { settings?: Partial<WorkspaceSettings> }

/** Changes the company's settings; pages everywhere show them from the next request on. */
export async function updateWorkspace(scope: CompanyScope, { settings, ...columns }: WorkspaceChange): Promise<void> {
	await write(scope, async ({ db, emit }) => {
		// Merged where they lie: two pages of settings that are saved at once keep out of each other's way.
		const merged = settings && { settings: sql`${workspaces.settings} || ${JSON.stringify(settings)}::jsonb` }
		await db
			.update(workspaces)
			.set({ ...columns, ...merged, updatedAt: now() })
			.where(eq(workspaces.workspaceId, scope.workspaceId))
		await emit({
			type: 'workspace.updated',
			subject: { type: 'workspace', id: scope.workspaceId },
			data: { fields: [...Object.keys(columns), ...Object.keys(settings ?? {})] },
		})
	})
	forgetHosts()
}

/** Changes whole sections of the settings, as a step of a larger operation; the others stay as somebody else may set them. */
export async function changeSettings(
	{ db, scope, emit }: Writer<CompanyScope>,
	change: Partial<WorkspaceSettings>,
): Promise<void> {
	await db
		.update(workspaces)
		.set({ settings: sql`${workspaces.settings} || ${JSON.stringify(change)}::jsonb`, updatedAt: now() })
		.where(eq(workspaces.workspaceId, scope.workspaceId))
	await emit({
		type: 'workspace.updated',
		subject: { type: 'workspace', id: scope.workspaceId },
		data: { fields: Object.keys(change) },
	})
}
