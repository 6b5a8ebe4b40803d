import { eq, sql } from 'drizzle-orm'
import { type Changes, changesOf } from '#features/people/events.ts'
import { now } from '#platform/clock/clock.ts'
import { sqlState, type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { CompanyScope, SystemScope } from '#platform/scope/scope.ts'
import { workspaceSubject } from './events.ts'
import { forgetHosts } from './reads.ts'
import { type NewWorkspace, type WorkspaceSettings, workspaceSettings } from './schema.ts'
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
				...workspaceSubject(scope.workspaceId),
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
	await write(scope, async (writer) => {
		const { db } = writer
		// Merged where they lie: two pages of settings that are saved at once keep out of each other's way.
		const merged = settings && { settings: sql`${workspaces.settings} || ${JSON.stringify(settings)}::jsonb` }
		const own = eq(workspaces.workspaceId, scope.workspaceId)
		const [before] = await db.select().from(workspaces).where(own).for('update')
		await db
			.update(workspaces)
			.set({ ...columns, ...merged, updatedAt: now() })
			.where(own)
		const changes = { ...columns, ...(settings && { settings }) }
		await tell(writer, settingsChanges({ ...before, settings: asKept(before) }, changes))
	})
	forgetHosts()
}

/** Changes whole sections of the settings, as a step of a larger operation; the others stay as somebody else may set them. */
export async function changeSettings(writer: Writer<CompanyScope>, change: Partial<WorkspaceSettings>): Promise<void> {
	const { db, scope } = writer
	const own = eq(workspaces.workspaceId, scope.workspaceId)
	const [before] = await db.select({ settings: workspaces.settings }).from(workspaces).where(own).for('update')
	await db
		.update(workspaces)
		.set({ settings: sql`${workspaces.settings} || ${JSON.stringify(change)}::jsonb`, updatedAt: now() })
		.where(own)
	await tell(writer, settingsChanges({ settings: asKept(before) }, { settings: change }))
}

/** What is saved as it was is no news. */
async function tell({ emit, scope }: Writer<CompanyScope>, changes: Changes): Promise<void> {
	if (Object.keys(changes).length === 0) return
	await emit({ type: 'workspace.updated', ...workspaceSubject(scope.workspaceId), data: { changes } })
}

/** With what holds where nothing was set yet: to set that changes nothing. */
function asKept(row: { settings: unknown } | undefined): WorkspaceSettings {
	return workspaceSettings.parse(row?.settings ?? {})
}

/** What changed, each setting by its own name. A secret is told of, not told. */
function settingsChanges(before: object, change: object): Changes {
	const changes = Object.entries(changesOf(flat(before), flat(change)))
	const hidden = { from: '•••', to: '•••' }
	return Object.fromEntries(changes.map(([key, one]) => [key, /secret|sealed|token/i.test(key) ? hidden : one]))
}

/** `{ settings: { signIn: { code: true } } }` as `{ 'settings.signIn.code': true }`, so that a change names what it changed. */
function flat(value: object, before = ''): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(value).flatMap(([key, one]) =>
			isPlain(one) ? Object.entries(flat(one, `${before}${key}.`)) : [[before + key, one]],
		),
	)
}

function isPlain(value: unknown): value is object {
	return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
