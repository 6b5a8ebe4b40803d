/** What was said. `from` is the client or a member by first name; `ago` in hours. */
export interface Line {
	from: 'client' | 'Dev' | 'Ann' | 'Priya'
	text: string
	ago: number
	/** A drawn photo that hangs on the message. */
	photo?: 'house' | 'meter' | 'inverter' | 'battery' | 'label'
	internal?: true
}
export interface Talk {
	/** Index in the cast's households. */
	household: number
	lines: Line[]
	/** The client has not seen the last of the company's messages. */
	unread?: true
	assigned?: 'Dev' | 'Ann' | 'Priya'
	done?: true
}

export const talks: Talk[] = [
	{
		household: 0,
		assigned: 'Dev',
		unread: true,
		lines: [
			{
				from: 'client',
				ago: 53,
				text: 'Hi Dev, can the battery go outside? The garage is full. This is the wall I mean.',
				photo: 'house',
			},
			{ from: 'client', ago: 52.9, text: 'And this is the meter beside it.', photo: 'meter' },
			{
				from: 'Dev',
				ago: 45,
				text: 'Nice clear photos, thank you. Let me check the clearances with Tomás: it must keep 3 feet from the window.',
			},
			{ from: 'Dev', ago: 44, text: 'Asked Tomás, he looks at it tomorrow.', internal: true },
			{
				from: 'Dev',
				ago: 27,
				text: 'Yes, the battery can sit outside, left of the meter. I have marked the spot. It saves a day of work as well, so nothing changes in price.',
				photo: 'battery',
			},
			{ from: 'client', ago: 26.5, text: 'Wonderful. Then I will take the panel photo again tonight.' },
			{
				from: 'Dev',
				ago: 3,
				text: 'Your permit drawing is in your files now. Nothing for you to do, the city has it since this morning.',
			},
		],
	},
	{
		household: 8,
		lines: [
			{ from: 'client', ago: 30, text: 'Good evening. The app shows 0 kW after sunset, that is normal, right?' },
			{ from: 'Ann', ago: 29, text: 'It is. The panels sleep at night, and the house takes from the grid.' },
			{ from: 'client', ago: 4, text: 'Is the inverter meant to hum? It started this afternoon.', photo: 'inverter' },
		],
	},
	{
		household: 2,
		assigned: 'Priya',
		lines: [
			{
				from: 'Priya',
				ago: 100,
				text: 'Dana, the reports of all 14 buildings are in your files, one folder for each kind.',
			},
			{ from: 'client', ago: 98, text: 'Perfect, that is what our auditor asked for.' },
			{
				from: 'client',
				ago: 1.2,
				text: 'Could we move Tuesday to Thursday or Friday morning? The lift is being serviced.',
			},
		],
	},
	{
		household: 3,
		done: true,
		lines: [
			{ from: 'client', ago: 400, text: 'The board would like the inspection report before Friday.' },
			{ from: 'Ann', ago: 396, text: 'It is shared with you now, with the two open points on page 3.' },
			{ from: 'client', ago: 395, text: 'Thank you, that was quick.' },
		],
	},
	{
		household: 5,
		assigned: 'Dev',
		lines: [
			{
				from: 'Dev',
				ago: 80,
				text: 'Jonas, the utility has confirmed our papers. They usually need 5–10 days from here.',
			},
			{ from: 'client', ago: 79, text: 'Thanks! Will we see it in the portal when they are done?' },
			{ from: 'Dev', ago: 78.5, text: 'Yes, and you get a text message the same minute.' },
		],
	},
	{
		household: 10,
		assigned: 'Ann',
		lines: [
			{ from: 'client', ago: 22, text: 'Buenas tardes, ¿puedo pagar con transferencia?' },
			{ from: 'Ann', ago: 20, text: 'Claro que sí. Los datos están en la factura que acabamos de compartir.' },
			{ from: 'client', ago: 19, text: 'Muchas gracias, ya la veo.' },
		],
	},
	{
		household: 13,
		lines: [
			{
				from: 'client',
				ago: 9,
				text: 'One of the panels has leaves under it. Should I do anything, or do you look at it at the yearly check?',
				photo: 'house',
			},
		],
	},
	{
		household: 16,
		unread: true,
		lines: [
			{ from: 'client', ago: 150, text: 'We are thinking about a car charger. What would it need?' },
			{
				from: 'Dev',
				ago: 140,
				text: 'A free slot in the main panel and about two hours. Could you send a picture of the label inside the panel door?',
			},
		],
	},
]
