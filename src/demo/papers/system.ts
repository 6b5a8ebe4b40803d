import type { About, Paper } from './paper.ts'

export function warranty({ panels }: About): Paper {
	return {
		title: 'Warranties and serial numbers',
		subtitle: 'Keep for 25 years',
		folder: 'warranties',
		shared: true,
		day: 40,
		parts: [
			{
				kind: 'table',
				columns: [
					{ label: 'Part', share: 2 },
					{ label: 'Serial number', share: 2 },
					{ label: 'Years', align: 'right', share: 1 },
				],
				rows: [
					['Inverter 7.6 kW', 'SN 7E1402C7-3B', '12'],
					['Home battery', 'SN T24K00918871', '10'],
					...Array.from({ length: Math.min(panels, 24) }, (_, at) => [
						`Panel ${at + 1}`,
						`SN 420M-${String(88120 + at * 7)}`,
						'25',
					]),
				],
			},
		],
	}
}

export function manual(): Paper {
	return {
		title: 'Your system, day by day',
		subtitle: 'What to look at, and when to call us',
		folder: 'manuals',
		shared: true,
		day: 41,
		parts: [
			{ kind: 'heading', text: 'On a normal day' },
			{
				kind: 'list',
				items: [
					'The inverter lights up green when the sun is on the roof.',
					'It hums quietly; the fan runs on hot afternoons.',
					'At night it sleeps. Nothing needs to be switched.',
				],
			},
			{ kind: 'heading', text: 'Call us when' },
			{
				kind: 'list',
				items: [
					'the inverter shows red for more than an hour,',
					'the portal shows no production on a sunny day,',
					'a tree or a storm has touched the panels.',
				],
			},
		],
	}
}

export function report({ address }: About): Paper {
	return {
		title: 'Yearly system check',
		subtitle: address,
		folder: 'reports',
		shared: false,
		day: 60,
		parts: [
			{
				kind: 'facts',
				facts: [
					['Checked by', 'Tomás Herrera'],
					['Result', 'In order, one note'],
				],
			},
			{
				kind: 'text',
				text: 'All strings within 2 % of each other. Two clamps on the north row were retightened. Leaves below the lower row should be removed before winter.',
			},
		],
	}
}
