import { type About, money, type Paper } from './paper.ts'

export function proposal({ owner, address, panels, index }: About): Paper {
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

export function contract({ owner, address, index }: About): Paper {
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

export function invoice({ index, panels }: About): Paper {
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
