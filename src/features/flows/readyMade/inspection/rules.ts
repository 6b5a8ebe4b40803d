import type { DraftStage } from '../drafts/rules.ts'

export const inspection: DraftStage[] = [
	[
		'preparation',
		['Preparation', 'Preparación'],
		[
			{
				id: 'booked',
				name: ['Inspection is booked', 'Inspección reservada'],
				about: ['We prepare for the building.', 'Nos preparamos para el edificio.'],
				holder: 'us',
				days: [1, 5],
			},
			{
				id: 'plans',
				name: ['Plans from you', 'Planos que necesitamos'],
				about: ['Please send us the plans of the building.', 'Envíenos los planos del edificio.'],
				holder: 'client',
				days: [1, 7],
				screen: 'documents',
				required: ['documents', 'actionItems'],
				movesOn: true,
				actionItems: ['rooms'],
				documents: [
					{
						title: ['Plans of the building', 'Planos del edificio'],
						about: ['Of every floor, with the electrical lines.', 'De cada planta, con las líneas eléctricas.'],
					},
				],
			},
		],
	],
	[
		'inspection',
		['Inspection', 'Inspección'],
		[
			{
				id: 'on-site',
				name: ['Inspection on site', 'Inspección en el lugar'],
				about: ['Our inspector visits the building.', 'Nuestro inspector visita el edificio.'],
				holder: 'us',
				days: [1, 3],
				screen: 'visit',
			},
			{
				id: 'report',
				name: ['Report is written', 'Redactamos el informe'],
				about: ['You get it as soon as it is checked.', 'Lo recibes en cuanto esté revisado.'],
				holder: 'us',
				days: [2, 7],
			},
		],
	],
	[
		'result',
		['Result', 'Resultado'],
		[
			{
				id: 'passed',
				name: ['Passed', 'Aprobado'],
				about: ['The building has passed.', 'El edificio ha pasado la inspección.'],
				holder: 'us',
				screen: 'success',
			},
			{
				id: 'not-passed',
				name: ['Not passed', 'No aprobado'],
				about: ['Mend what the report names; then we come again.', 'Corrija lo que indica el informe y volvemos a ir.'],
				holder: 'client',
				screen: 'failed',
				restartable: true,
			},
		],
	],
]
