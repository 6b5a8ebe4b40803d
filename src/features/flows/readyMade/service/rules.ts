import type { DraftStage } from '../drafts/rules.ts'

export const service: DraftStage[] = [
	[
		'request',
		['Request', 'Solicitud'],
		[
			{
				id: 'received',
				name: ['We have your request', 'Tenemos su solicitud'],
				about: [
					'We read it and call you if we need to know more.',
					'La leemos y le llamamos si necesitamos saber más.',
				],
				holder: 'us',
				days: [0, 1],
			},
			{
				id: 'appointment',
				name: ['Appointment', 'Cita'],
				about: [
					'Tell us what you see, and we agree on a day with you.',
					'Díganos qué observa y acordamos un día con usted.',
				],
				holder: 'client',
				days: [1, 3],
				required: ['actionItems'],
				actionItems: ['fault'],
			},
		],
	],
	[
		'visit',
		['Visit', 'Visita'],
		[
			{
				id: 'visit',
				name: ['Our visit', 'Nuestra visita'],
				about: ['A technician comes to you.', 'Va un técnico a su casa.'],
				holder: 'us',
				days: [1, 7],
				screen: 'visit',
				actionItems: ['home'],
			},
			{
				id: 'parts',
				name: ['Waiting for parts', 'Esperando piezas'],
				about: ['A part had to be ordered.', 'Hubo que pedir una pieza.'],
				holder: 'vendor',
				days: [3, 10],
			},
		],
	],
	[
		'done',
		['Done', 'Terminado'],
		[
			{
				id: 'solved',
				name: ['Solved', 'Resuelto'],
				about: ['All is working again.', 'Todo vuelve a funcionar.'],
				holder: 'us',
				screen: 'success',
			},
			{
				id: 'cancelled',
				name: ['Cancelled', 'Cancelado'],
				about: ['This call was cancelled.', 'Este aviso se canceló.'],
				holder: 'us',
				screen: 'failed',
			},
		],
	],
]
