import type { DraftStage } from '../drafts/rules.ts'

export const solar: DraftStage[] = [
	[
		'design',
		['Design', 'Diseño'],
		[
			{
				id: 'welcome',
				name: ['We get to know your home', 'Conocemos su casa'],
				about: ['We look at your roof and your last bills.', 'Miramos su tejado y sus últimas facturas.'],
				holder: 'us',
				days: [2, 5],
			},
			{
				id: 'papers',
				name: ['Papers from you', 'Documentos que necesitamos'],
				about: ['Please send us what we need for the design.', 'Envíenos lo que necesitamos para el diseño.'],
				holder: 'client',
				days: [2, 7],
				screen: 'documents',
				required: ['documents', 'actionItems'],
				movesOn: true,
				actionItems: ['utility'],
				documents: [
					{
						title: ['Latest electricity bill', 'Última factura de la luz'],
						about: [
							'All pages, please. We need the yearly use and the number of the meter.',
							'Todas las páginas, por favor. Necesitamos el consumo anual y el número del contador.',
						],
					},
					{
						title: ['Photo of the main panel', 'Foto del cuadro eléctrico'],
						about: [
							'With the door open, so that the labels can be read.',
							'Con la puerta abierta, para que se lean las etiquetas.',
						],
					},
				],
			},
			{
				id: 'offer',
				name: ['Your offer', 'Su presupuesto'],
				about: ['Look at the offer and choose what suits you.', 'Mire el presupuesto y elija lo que le convenga.'],
				holder: 'client',
				days: [3, 14],
				screen: 'offer',
				required: ['offer'],
			},
			{
				id: 'contract',
				name: ['Contract', 'Contrato'],
				about: ['Sign the contract, and we begin.', 'Firme el contrato y empezamos.'],
				holder: 'client',
				days: [1, 7],
				screen: 'contract',
				milestone: 'M1',
				required: ['contract', 'actionItems'],
				actionItems: ['design'],
			},
		],
	],
	[
		'permits',
		['Permits', 'Permisos'],
		[
			{
				id: 'permit',
				name: ['Permit from the city', 'Permiso del ayuntamiento'],
				about: ['Your permit is with the city.', 'Su permiso está en el ayuntamiento.'],
				holder: 'authority',
				days: [14, 21],
			},
			{
				id: 'utility-application',
				name: ['Approval by the utility', 'Aprobación de la compañía eléctrica'],
				about: [
					'The utility looks at how your system will be connected.',
					'La compañía eléctrica revisa cómo se conectará su sistema.',
				],
				holder: 'utility',
				days: [7, 21],
				actionItems: ['access'],
			},
		],
	],
	[
		'installation',
		['Installation', 'Instalación'],
		[
			{
				id: 'material',
				name: ['Material is ordered', 'Pedimos el material'],
				about: ['Panels and inverter are on their way to us.', 'Los paneles y el inversor vienen de camino.'],
				holder: 'vendor',
				days: [5, 14],
				hidden: true,
			},
			{
				id: 'installation',
				name: ['Installation', 'Instalación'],
				about: ['Our team comes to your home.', 'Nuestro equipo va a su casa.'],
				holder: 'us',
				days: [1, 4],
				screen: 'visit',
				milestone: 'M2',
			},
			{
				id: 'inspection',
				name: ['Inspection by the city', 'Inspección del ayuntamiento'],
				about: ['An inspector looks at the work.', 'Un inspector revisa el trabajo.'],
				holder: 'authority',
				days: [5, 14],
			},
		],
	],
	[
		'operation',
		['Switching on', 'Puesta en marcha'],
		[
			{
				id: 'permission-to-operate',
				name: ['Permission to operate', 'Permiso para funcionar'],
				about: [
					'The utility changes your meter and lets the system run.',
					'La compañía cambia el contador y autoriza el sistema.',
				],
				holder: 'utility',
				days: [7, 21],
				milestone: 'M3',
			},
			{
				id: 'running',
				name: ['Your system is running', 'Su sistema está en marcha'],
				about: ['Everything is done. Enjoy the sun.', 'Todo está listo. Disfrute del sol.'],
				holder: 'us',
				screen: 'success',
			},
			{
				id: 'stopped',
				name: ['Project stopped', 'Proyecto detenido'],
				about: [
					'We could not go on. You can begin again whenever you like.',
					'No pudimos seguir. Puede volver a empezar cuando quiera.',
				],
				holder: 'client',
				screen: 'failed',
				restartable: true,
			},
		],
	],
]
