import { allWorkspaces, installationIsEmpty } from '#features/workspaces/reads.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import type { Config } from '#platform/config/config.ts'
import type { DemoSignIn } from '../demo/demo.ts'

/** Says on the terminal where to go; on an empty installation that is the set-up page. */
export async function welcome(config: Config, tookMs: number, demo: DemoSignIn | null): Promise<void> {
	const lines = [`Ready after ${(tookMs / 1000).toFixed(1)} s on port ${config.port}.`]
	if (await installationIsEmpty()) lines.push(`  Set up your company  ${config.baseUrl}/setup`)
	for (const workspace of (await allWorkspaces()).slice(0, 10)) {
		lines.push(
			`  ${workspace.name}`,
			`    portal  ${workspaceUrl(workspace, '/')}`,
			`    office  ${workspaceUrl(workspace, '/office')}`,
		)
	}
	if (demo) lines.push(...howToSignIn(demo))
	console.log(lines.join('\n'))
}

function howToSignIn({ client, owner, password }: DemoSignIn): string[] {
	return [
		'  To look around in the demo',
		`    as a client   type ${client}; the code is on the office's Outbox page`,
		`    in the office ${owner}, password ${password}`,
	]
}
