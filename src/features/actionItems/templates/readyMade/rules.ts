/** Action items to begin with; a company changes them to its own. */
import type { Texts } from '#features/flows/rules.ts'
import type { FieldType, ItemKind } from '../../rules.ts'

interface Example {
	key: string
	kind: ItemKind
	title: Texts
	instructions: Texts
	dueDays: number | null
	fields?: { id: string; type: FieldType; label: Texts; required: boolean; choices?: Texts[] }[]
}

const both = (en: string, es: string): Texts => ({ en, es })

export const examples: Example[] = [
	{
		key: 'access',
		kind: 'form',
		title: both('How we get to your home', 'Cómo llegamos a su casa'),
		instructions: both(
			'So that our crew can begin at once, please tell us what we should know before we come.',
			'Para que nuestro equipo pueda empezar enseguida, díganos qué debemos saber antes de ir.',
		),
		dueDays: 5,
		fields: [
			{
				id: 'parking',
				type: 'choice',
				label: both('Where can our truck stand?', '¿Dónde puede parar nuestro camión?'),
				required: true,
				choices: [
					both('In the driveway', 'En la entrada'),
					both('On the street', 'En la calle'),
					both('Only some way off', 'Solo a cierta distancia'),
				],
			},
			{ id: 'code', type: 'text', label: both('Gate code or key', 'Código o llave de la puerta'), required: false },
			{ id: 'stories', type: 'number', label: both('Number of storeys', 'Número de plantas'), required: true },
			{
				id: 'day',
				type: 'date',
				label: both('From which day may we come?', '¿Desde qué día podemos ir?'),
				required: true,
			},
			{
				id: 'panel',
				type: 'photo',
				label: both('Photo of the main panel, door open', 'Foto del cuadro eléctrico, con la puerta abierta'),
				required: true,
			},
		],
	},
	{
		key: 'design',
		kind: 'confirm',
		title: both('Confirm the design', 'Confirme el diseño'),
		instructions: both(
			'Please look at the plan of your roof among your files. If all is as you want it, confirm it here.',
			'Mire el plano de su tejado entre sus archivos. Si todo está como quiere, confírmelo aquí.',
		),
		dueDays: 7,
	},
	{
		key: 'panel',
		kind: 'upload',
		title: both('Photos of your electrical panel', 'Fotos de su cuadro eléctrico'),
		instructions: both(
			'One with the door closed and one with it open, so that the labels can be read.',
			'Una con la puerta cerrada y otra con ella abierta, para que se lean las etiquetas.',
		),
		dueDays: 7,
	},
	{
		key: 'utility',
		kind: 'sign',
		title: both('Authorisation for the utility', 'Autorización para la compañía eléctrica'),
		instructions: both(
			'I authorise the installer to apply to my electric utility in my name for the connection of my solar system, and to receive the data of my meter that are needed for it.',
			'Autorizo al instalador a solicitar en mi nombre a mi compañía eléctrica la conexión de mi sistema solar y a recibir los datos de mi contador que hagan falta para ello.',
		),
		dueDays: 10,
	},
	{
		key: 'fault',
		kind: 'form',
		title: both('What is not working', 'Qué no funciona'),
		instructions: both(
			'So that we come with the right parts, please tell us what you see.',
			'Para venir con las piezas adecuadas, díganos qué observa.',
		),
		dueDays: 3,
		fields: [
			{ id: 'what', type: 'text', label: both('What happens, or does not', 'Qué ocurre, o no ocurre'), required: true },
			{ id: 'since', type: 'date', label: both('Since which day', 'Desde qué día'), required: false },
			{ id: 'photo', type: 'photo', label: both('Photo of it', 'Foto'), required: false },
			{
				id: 'times',
				type: 'choice',
				label: both('When are you at home?', '¿Cuándo está en casa?'),
				required: true,
				choices: [
					both('In the morning', 'Por la mañana'),
					both('In the afternoon', 'Por la tarde'),
					both('At any time', 'A cualquier hora'),
				],
			},
		],
	},
	{
		key: 'home',
		kind: 'confirm',
		title: both('Somebody is at home for our visit', 'Habrá alguien en casa para nuestra visita'),
		instructions: both(
			'Please confirm that somebody of age is at home when we come, and that the way to the system is free.',
			'Confirme que habrá una persona adulta en casa cuando vayamos y que se puede llegar al sistema.',
		),
		dueDays: 3,
	},
	{
		key: 'rooms',
		kind: 'confirm',
		title: both('The way to the roof and the technical rooms', 'Acceso al tejado y a los cuartos técnicos'),
		instructions: both(
			'Please confirm that our inspector can get to the roof, the meters and the technical rooms on that day, and that somebody has the keys.',
			'Confirme que nuestro inspector podrá llegar al tejado, a los contadores y a los cuartos técnicos ese día, y que alguien tiene las llaves.',
		),
		dueDays: 7,
	},
]
