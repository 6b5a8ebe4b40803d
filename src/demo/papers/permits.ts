import type { About, Paper } from './paper.ts'

export function permit({ address, panels, index }: About): Paper {
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
