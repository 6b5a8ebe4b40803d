import { randomInt } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { installationIsEmpty } from '#features/workspaces/reads.ts'
import type { Config } from '#platform/config/config.ts'
import { log } from '#platform/log/log.ts'
import { company } from './cast.ts'

export interface DemoSignIn {
	client: string
	owner: string
	password: string
}

/** Makes the demo company on an empty installation. Later starts only read how to sign in to it; null without a demo. */
export async function openDemo(config: Config): Promise<DemoSignIn | null> {
	if (!config.demo) return null
	const file = join(config.dataDir, 'demo-password')
	if (await installationIsEmpty()) {
		log.info('making the demo company, this takes some seconds')
		// Drawn anew for each installation: a demo that is left open on the internet has no known password.
		const password = Array.from({ length: 4 }, () => words[randomInt(words.length)]).join('-')
		await writeFile(file, password, { mode: 0o600 })
		const { seedDemo } = await import('./seed.ts')
		await seedDemo(password)
	}
	const password = await readFile(file, 'utf8').catch(() => null)
	return password ? { client: 'maya.reyes@example.com', owner: company.ownerEmail, password } : null
}

const words =
	'amber anchor apple arbor aspen autumn beacon birch breeze brook cabin candle canyon cedar chalk cherry clover cobalt copper coral cotton cove crane creek dawn delta dune ember fable falcon fern field finch flint forest garden ginger granite grove harbor hazel heron hollow honey island ivory jasper juniper kettle lantern larch lemon linen lotus maple marble meadow mesa mint mosaic moss nectar north oasis ocean olive orchard otter pebble pepper pine plum prairie quartz quill raven reed ridge river saddle sage sierra silver sparrow spruce summit sunset thistle timber topaz tulip valley velvet violet walnut willow winter wren yarrow zephyr'.split(
		' ',
	)
