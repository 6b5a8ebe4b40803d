import { house } from './house/rules.ts'
import { label } from './label/rules.ts'
import { type Random, randomFrom } from './paint/rules.ts'
import { roof } from './roof/rules.ts'
import { battery, inverter, meter, onWall } from './wall/rules.ts'

const scenes = {
	house,
	roofBefore: (random: Random) => roof(random, 'bare'),
	roofRails: (random: Random) => roof(random, 'rails'),
	roofAfter: (random: Random) => roof(random, 'panels'),
	inverter: (random: Random) => onWall(random, inverter),
	battery: (random: Random) => onWall(random, battery),
	meter: (random: Random) => onWall(random, meter),
	label,
}

export type SceneName = keyof typeof scenes
export const sceneNames = Object.keys(scenes) as SceneName[]

/** A scene as SVG, 1600 by 1200; the same seed draws the same house, another one another. */
export function scene(name: SceneName, seed: number): string {
	return scenes[name](randomFrom(seed))
}
