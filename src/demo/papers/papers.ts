import type { Folder } from '#features/documents/rules.ts'
import type { DocumentPart } from '#platform/pdf/document.ts'

/** A document of the demo: what it says, where it lies, who may see it. */
export interface Paper {
	title: string
	subtitle: string
	folder: Folder
	shared: boolean
	/** Days after the account was made. */
	day: number
	parts: DocumentPart[]
}

export interface About {
	owner: string
	address: string
	panels: number
	/** Which household it is, for numbers that differ. */
	index: number
}

const money = (cents: number) => `$${(cents / 100).toLocaleString('en-US', { minimumFractionDigits: 2 })}`

/** What a client of a few months has in its folders; newer ones have the first few. */
export function papersOf(about: About): Paper[] {
	return [proposal(about), contract(about), permit(about), warranty(about), invoice(about), manual(), report(about)]
}

function proposal({ owner, address, panels, index }: About): Paper {
	const system = panels * 96_500
	const battery = 1_390_000
	const credit = Math.round((system + battery) * 0.3)
	return {
		title: 'Solar and battery proposal',
		subtitle: `Proposal ${300 + index}`,
		folder: 'proposals',
		shared: true,
		day: 2,
		parts: [
			{
				kind: 'facts',
				facts: [
					['Prepared for', owner],
					['Site', address],
					['System', `${panels} panels, ${(panels * 0.42).toFixed(1)} kW`],
					['Expected in a year', `${(panels * 640).toLocaleString('en-US')} kWh`],
				],
			},
			{ kind: 'heading', text: 'What it costs' },
			{
				kind: 'table',
				columns: [
					{ label: 'Part', share: 3 },
					{ label: 'Quantity', align: 'right', share: 1 },
					{ label: 'Price', align: 'right', share: 1.4 },
				],
				rows: [
					['Panels 420 W, mounted and wired', String(panels), money(system)],
					['Home battery 13.5 kWh', '1', money(battery)],
					['Permits and utility papers', '1', money(48_000)],
				],
				totals: [
					['Federal tax credit, 30 %', `−${money(credit)}`],
					['Total after credit', money(system + battery + 48_000 - credit)],
				],
			},
			{ kind: 'heading', text: 'What happens next' },
			{
				kind: 'list',
				items: [
					'We survey the roof, one hour on site.',
					'You approve the drawing in the portal.',
					'The city looks at the permit, usually 14–21 days.',
					'We install, one or two days.',
				],
			},
		],
	}
}

function contract({ owner, address, index }: About): Paper {
	return {
		title: 'Installation agreement',
		subtitle: `Agreement ${index + 1}-A`,
		folder: 'contracts',
		shared: true,
		day: 6,
		parts: [
			{
				kind: 'text',
				text: `This agreement is made between Sunny Solar and ${owner} for the installation of a solar energy system at ${address}.`,
			},
			{ kind: 'heading', text: 'What we do' },
			{
				kind: 'list',
				items: [
					'Plan, permit and install the system as drawn.',
					'Repair any leak that our work causes, for 10 years.',
					'Hand over all papers, serial numbers and warranties in the portal.',
				],
			},
			{ kind: 'heading', text: 'What you do' },
			{
				kind: 'list',
				items: [
					'Let us reach the roof and the main panel on the agreed days.',
					'Pay the deposit before material is ordered and the rest as invoiced.',
				],
			},
			{
				kind: 'signatures',
				signers: [
					{ label: 'Client', name: owner },
					{ label: 'Sunny Solar', name: 'Priya Nair' },
				],
			},
		],
	}
}

function permit({ address, panels, index }: About): Paper {
	return {
		title: 'Building permit',
		subtitle: `City of Longmont, B26-${1800 + index}`,
		folder: 'permits',
		shared: true,
		day: 24,
		parts: [
			{
				kind: 'facts',
				facts: [
					['Permit', `B26-${1800 + index}`],
					['Address', address],
					['Work', `Roof-mounted solar, ${panels} panels`],
					['Contractor', 'Sunny Solar, license EC-20417'],
				],
			},
			{
				kind: 'text',
				text: 'Work must be inspected before the system is switched on. Keep this permit on site until the final inspection has passed.',
			},
		],
	}
}

/** The plan that goes to the city for a battery outside. */
export function permitDrawing(address: string): Omit<Paper, 'day'> {
	return {
		title: 'Permit drawing, battery',
		subtitle: address,
		folder: 'permits',
		shared: true,
		parts: [
			{
				kind: 'facts',
				facts: [
					['Place', 'Outside wall, left of the meter'],
					['Distance to the window', '46 in (36 in required)'],
					['Battery', '13.5 kWh, 5 kW'],
					['Sent to the city', 'This morning'],
				],
			},
			{
				kind: 'text',
				text: 'The battery stands on its own bracket, 4 in above the ground, with a bollard on the side of the driveway.',
			},
		],
	}
}

function warranty({ panels }: About): Paper {
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

function invoice({ index, panels }: About): Paper {
	return {
		title: 'Invoice, deposit',
		subtitle: `Invoice ${1000 + index}`,
		folder: 'invoices',
		shared: true,
		day: 8,
		parts: [
			{
				kind: 'table',
				columns: [
					{ label: 'What it is for', share: 3 },
					{ label: 'Amount', align: 'right', share: 1 },
				],
				rows: [
					['Deposit, 20 % of the agreed price', money(panels * 19_300)],
					['Permit and plan fee, at cost', money(48_000)],
				],
				totals: [['To pay', money(panels * 19_300 + 48_000)]],
			},
			{ kind: 'text', text: 'Payable within 14 days by bank transfer or in the portal.' },
		],
	}
}

function manual(): Paper {
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

function report({ address }: About): Paper {
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
