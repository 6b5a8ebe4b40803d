/** Flows to begin with; a company changes them to its own. Their ids are the same everywhere. */
import type { Stage, Texts } from '../rules.ts'
import { itemsIn, stagesFrom } from './drafts/rules.ts'
import { inspection } from './inspection/rules.ts'
import { service } from './service/rules.ts'
import { solar } from './solar/rules.ts'

export interface ReadyMade {
	key: string
	name: Texts
	projectType: string
	/** Keys of the templates of action items that its steps list. */
	items: string[]
	stages: (language: 'en' | 'es', templates: ReadonlyMap<string, string>) => Stage[]
}

export const readyMade: ReadyMade[] = [
	{
		key: 'solar',
		name: { en: 'Residential solar', es: 'Solar residencial' },
		projectType: 'installation',
		items: itemsIn(solar),
		stages: stagesFrom(solar),
	},
	{
		key: 'service',
		name: { en: 'Service call', es: 'Aviso de servicio' },
		projectType: 'service',
		items: itemsIn(service),
		stages: stagesFrom(service),
	},
	{
		key: 'inspection',
		name: { en: 'Inspection', es: 'Inspección' },
		projectType: 'inspection',
		items: itemsIn(inspection),
		stages: stagesFrom(inspection),
	},
]
