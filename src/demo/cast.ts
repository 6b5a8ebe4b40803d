/** Who lives in the demo: the people of Sunny Solar and their clients around Longmont, Colorado. All of it is made up. */
import type { Role } from '#platform/scope/scope.ts'

export const company = {
	name: 'Sunny Solar',
	slug: 'demo',
	ownerName: 'Priya Nair',
	ownerEmail: 'priya@sunnysolar.example',
	timeZone: 'America/Denver',
	currency: 'USD',
	language: 'en' as const,
	country: 'US',
	brandColor: '#d2521a',
	phone: '(303) 555-0142',
}

export const staff: { name: string; email: string; role: Role }[] = [
	{ name: 'Dev Patel', email: 'dev@sunnysolar.example', role: 'office' },
	{ name: 'Ann Keller', email: 'ann@sunnysolar.example', role: 'admin' },
	{ name: 'Tomás Herrera', email: 'tomas@sunnysolar.example', role: 'technician' },
]

export type Status = 'notEnrolled' | 'invited' | 'bounced' | 'enrolled' | 'suspended'
export interface Household {
	/** First and last name of whom we know best; the account is named after the last. */
	person: [first: string, last: string]
	street: string
	city: string
	zip: string
	status: Status
	/** How long ago the account was made, in days. */
	since: number
	language?: 'es'
	organisation?: string
	partner?: [first: string, last: string]
	/** Without e-mail: reached by phone alone. */
	phoneOnly?: true
}

const at = (
	first: string,
	last: string,
	street: string,
	city: string,
	zip: string,
	status: Status,
	since: number,
	more: Partial<Household> = {},
): Household => ({ person: [first, last], street, city, zip, status, since, ...more })

export const households: Household[] = [
	at('Maya', 'Reyes', '12 Juniper Lane', 'Longmont', '80501', 'enrolled', 640, { partner: ['Daniel', 'Reyes'] }),
	at('Amara', 'Singh', '880 Mesa Drive', 'Boulder', '80302', 'invited', 21),
	at('Dana', 'Ferris', '4 Depot Square', 'Boulder', '80301', 'enrolled', 910, { organisation: 'Ferris Property Care' }),
	at('Elena', 'Marsh', '200 Hillcrest Circle', 'Lafayette', '80026', 'enrolled', 402, {
		organisation: 'Hillcrest HOA',
	}),
	at('Greta', 'Voss', '51 Cedar Street', 'Niwot', '80503', 'suspended', 233),
	at('Jonas', 'Wick', '4 Alder Court', 'Longmont', '80504', 'enrolled', 75, { partner: ['Mette', 'Wick'] }),
	at('Karim', 'Bishop', '930 Main Street', 'Louisville', '80027', 'bounced', 64, { organisation: 'Bishop Bakery' }),
	at('Lena', 'Novak', '31 Pine Street', 'Boulder', '80302', 'enrolled', 47, { partner: ['Tom', 'Novak'] }),
	at('Oluwaseun', 'Adeyemi', '718 Prairie Road', 'Erie', '80516', 'enrolled', 128),
	at('Ruth', 'Calloway', '77 Ridge Road', 'Lyons', '80540', 'notEnrolled', 512, { phoneOnly: true }),
	at('Inés', 'Oduya', '9 Willow Way', 'Longmont', '80501', 'enrolled', 33, { language: 'es' }),
	at('Mateo', 'Fuentes', '1420 Collyer Street', 'Longmont', '80501', 'enrolled', 290, { language: 'es' }),
	at('Grace', 'Lindqvist', '65 Aspen Place', 'Nederland', '80466', 'invited', 12),
	at('Henry', 'Okafor', '310 Bross Street', 'Longmont', '80501', 'enrolled', 365),
	at('Sofía', 'Ramírez', '22 Lashley Street', 'Longmont', '80504', 'invited', 9, { language: 'es' }),
	at('Walter', 'Brandt', '705 Gay Street', 'Longmont', '80501', 'notEnrolled', 820),
	at('Naomi', 'Tanaka', '1187 Baseline Road', 'Boulder', '80302', 'enrolled', 156),
	at('Patrick', 'Doyle', '16 Ute Highway', 'Lyons', '80540', 'enrolled', 204),
	at('Bea', 'Thornton', '48 Kimbark Street', 'Longmont', '80501', 'notEnrolled', 3),
	at('Samuel', 'Whitaker', '903 Arapahoe Avenue', 'Boulder', '80302', 'enrolled', 730, {
		organisation: 'Whitaker Veterinary Clinic',
	}),
	at('Yusuf', 'Demir', '271 Emery Street', 'Longmont', '80501', 'enrolled', 98),
	at('Clara', 'Jensen', '14 Sage Court', 'Berthoud', '80513', 'invited', 30),
	at('Victor', 'Popescu', '606 Terry Street', 'Longmont', '80501', 'enrolled', 451),
	at('Hana', 'Kovář', '39 Spruce Street', 'Louisville', '80027', 'enrolled', 183),
	at('Thomas', 'Achterberg', '5 Lupine Lane', 'Superior', '80027', 'notEnrolled', 1),
	at('Rosa', 'Delgado', '812 Sherman Street', 'Longmont', '80501', 'enrolled', 267, { language: 'es' }),
	at('Ethan', 'Moss', '1725 Hover Street', 'Longmont', '80501', 'enrolled', 61),
	at('Priscilla', 'Nwosu', '90 Vista Parkway', 'Erie', '80516', 'bounced', 18),
	at('Isaac', 'Feldman', '2044 Mapleton Avenue', 'Boulder', '80304', 'enrolled', 588),
	at('Anouk', 'Leroy', '33 Meadow Street', 'Lafayette', '80026', 'enrolled', 140),
	at('George', 'Hatch', '1 Grange Road', 'Hygiene', '80533', 'notEnrolled', 990, { organisation: 'Hatch Farm' }),
	at('Lily', 'Zhang', '520 Coffman Street', 'Longmont', '80501', 'enrolled', 87),
	at('Omar', 'Haddad', '77 Lincoln Street', 'Louisville', '80027', 'invited', 5),
	at('Freya', 'Sørensen', '410 Pratt Street', 'Longmont', '80501', 'enrolled', 322),
	at('Marcus', 'Bell', '29 Bowen Street', 'Longmont', '80501', 'enrolled', 110),
	at('Teresa', 'Aguilar', '63 Martin Street', 'Longmont', '80501', 'suspended', 420, { language: 'es' }),
	at('Colin', 'McBride', '700 Nelson Road', 'Longmont', '80503', 'enrolled', 199),
	at('Ingrid', 'Halvorsen', '8 Left Hand Canyon', 'Jamestown', '80455', 'notEnrolled', 41),
	at('Dmitri', 'Volkov', '1500 Ken Pratt Boulevard', 'Longmont', '80501', 'enrolled', 26),
	at('Josephine', 'Carver', '254 Francis Street', 'Longmont', '80501', 'enrolled', 675),
]

/** People who are no clients: a lender (linked with projects alone), a vendor, a permit authority. */
export const others = [
	{ first: 'Mira', last: 'Okonkwo', email: 'm.okonkwo@sunrisecu.example', kind: 'lender', accounts: [] },
	{ first: 'Hugo', last: 'Brandt', email: 'hugo@brandtelectrical.example', kind: 'vendor', accounts: [5, 7] },
	{ first: 'Paul', last: 'Hendry', email: 'permits@longmont.example', kind: 'authority', accounts: [0, 10] },
] as const
