import type { Flow } from '#features/flows/reads.ts'
import { flowInput } from '#features/flows/schema.ts'
import { createFlow, publishFlow } from '#features/flows/writes.ts'
import { systemScope } from '#platform/scope/make.ts'

/** A step as an input, named after its id. */
export function step(id: string, more: Record<string, unknown> = {}) {
	return { id, name: `In ${id}`, portalName: { en: `Portal ${id}`, es: `Portal ${id} es` }, ...more }
}

/** Two stages: a, b (M1) | c (hidden), d (M2), success, failed. */
export const twoStages = [
	{
		id: 'one',
		name: 'One',
		portalName: { en: 'First', es: 'Primera' },
		steps: [
			step('a', { typicalDays: [2, 5] }),
			step('b', { holder: 'authority', typicalDays: [14, 21], milestone: { code: 'M1', amount: 500_00 } }),
		],
	},
	{
		id: 'two',
		name: 'Two',
		portalName: { en: 'Second', es: 'Segunda' },
		steps: [
			step('c', { visible: false, holder: 'vendor' }),
			step('d', { holder: 'us', milestone: { code: 'M2', amount: 900_00 } }),
			step('won', { screen: 'success' }),
			step('lost', { screen: 'failed', restartable: true }),
		],
	},
]

/** A published flow of this workspace. */
export async function makeFlow(
	workspaceId: string,
	stages: unknown = twoStages,
	more: Record<string, unknown> = {},
): Promise<Flow> {
	const scope = systemScope({ workspaceId })
	const made = await createFlow(scope, flowInput.parse({ name: 'Solar', projectType: 'installation', stages, ...more }))
	if (!made.ok) throw new Error(made.reason)
	const published = await publishFlow(scope, made.flow.id)
	if (!published.ok) throw new Error(JSON.stringify(published))
	return published.flow
}
