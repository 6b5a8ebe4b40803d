/** Flows to begin with; a company changes them to its own. Their ids are the same everywhere. */
import type { Stage, Texts } from '../rules.ts'
import { stagesFrom } from './drafts/rules.ts'
import { inspection } from './inspection/rules.ts'
import { service } from './service/rules.ts'
import { solar } from './solar/rules.ts'

export interface ReadyMade {
	key: string
	name: Texts
	projectType: string
	stages: (language: 'en' | 'es') => Stage[]
}

export const readyMade: ReadyMade[] = [
	{
		key: 'solar',
		name: { en: 'Residential solar', es: 'Solar residencial' },
		projectType: 'installation',
		stages: stagesFrom(solar),
	},
	{
		key: 'service',
		name: { en: 'Service call', es: 'Aviso de servicio' },
		projectType: 'service',
		stages: stagesFrom(service),
	},
	{
		key: 'inspection',
		name: { en: 'Inspection', es: 'Inspección' },
		projectType: 'inspection',
		stages: stagesFrom(inspection),
	},
]
