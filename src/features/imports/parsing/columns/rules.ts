import { normaliseEmail, normalisePhone } from '#features/people/channels/rules.ts'
import { fold } from '#features/people/search/rules.ts'
import { type ImportField, importFields } from '../../words/rules.ts'

/** By column: the field it fills, or null for a column that is left out. */
export type Mapping = (ImportField | null)[]

/** Headers of CRM exports, English and Spanish, folded and without punctuation. */
const headerWords: { [field in ImportField]: string } = {
	externalId:
		'client id|customer id|account id|contact id|id|external id|customer number|customer no|client number|account number|record id|reference|ref|cliente id|id cliente|id de cliente|numero de cliente|n de cliente|no cliente|codigo|codigo de cliente|codigo cliente|referencia',
	companyName:
		'company name|company|business name|business|organisation|organization|organisation name|organization name|account name|empresa|nombre de la empresa|nombre empresa|compania|razon social|organizacion|negocio',
	fullName:
		'name|full name|contact name|customer name|client name|customer|client|contact|display name|nombre completo|nombre y apellidos|nombre y apellido|cliente|nombre del cliente|nombre cliente|contacto',
	firstName: 'first name|first|firstname|given name|forename|fname|nombre|nombres|primer nombre|nombre de pila',
	lastName: 'last name|last|lastname|surname|family name|lname|apellido|apellidos|primer apellido|apellido paterno',
	email:
		'main email|email|e mail|email address|e mail address|primary email|mail|contact email|correo|correo electronico|correo principal|email principal|direccion de correo|direccion de correo electronico',
	otherEmails:
		'other emails|other email|additional emails|additional email|secondary email|email 2|e mail 2|second email|alternate email|cc email|otros correos|otro correo|correo secundario|correos adicionales|correo 2|otros emails',
	phone:
		'main phone|phone|phone number|telephone|tel|primary phone|mobile|mobile phone|cell|cell phone|mobile number|telefono|numero de telefono|telefono principal|movil|celular|telefono movil|telefono celular',
	otherPhones:
		'other phones|other phone|phone 2|secondary phone|home phone|work phone|alternate phone|otros telefonos|otro telefono|telefono 2|telefono secundario|telefono de casa|telefono fijo|telefono del trabajo|fijo',
	line1:
		'street 1|street|address|address 1|address line 1|street address|street line 1|line 1|service address|billing street|mailing street|site address|direccion|direccion 1|calle|calle 1|calle y numero|domicilio|linea 1|linea de direccion 1',
	line2:
		'street 2|address 2|address line 2|street line 2|line 2|apt|apartment|unit|suite|direccion 2|calle 2|apartamento|departamento|piso|linea 2|linea de direccion 2',
	city: 'city|town|locality|billing city|mailing city|ciudad|localidad|municipio|poblacion',
	region:
		'state province|state|province|region|county|state region|billing state|mailing state|estado|provincia|comunidad|comunidad autonoma|estado provincia|departamento provincia',
	postalCode:
		'zip postal code|zip|zip code|postal code|postcode|post code|zipcode|billing zip|mailing zip|codigo postal|cp|c p|cod postal',
	country: 'country|country code|country region|billing country|mailing country|pais|codigo de pais',
	language: 'language|preferred language|locale|idioma|lengua|idioma preferido',
	leadSource:
		'lead source|source|referral source|how did you hear about us|origen|fuente|origen del cliente|procedencia|fuente del cliente',
	notes: 'notes|note|comments|comment|remarks|description|notas|nota|comentarios|comentario|observaciones|descripcion',
}

const fieldOf = new Map<string, ImportField>()
for (const field of importFields) for (const word of headerWords[field].split('|')) fieldOf.set(word, field)

export type HeaderProblem = {
	code: 'header_missing' | 'header_double' | 'header_unknown'
	column: number
	header: string
}

/** What each column most likely holds, by its header and, where that says nothing, by the look of the sample values. */
export function guessMapping(headers: string[], sample: string[][]): Mapping {
	const mapping: Mapping = headers.map((header) => fieldOf.get(headerKey(header)) ?? null)
	keepFirst(mapping, 'email', 'otherEmails')
	keepFirst(mapping, 'phone', 'otherPhones')
	for (const field of importFields) keepFirst(mapping, field, null)
	if (mapping.includes('lastName') && !mapping.includes('firstName')) retarget(mapping, 'fullName', 'firstName')
	if (mapping.includes('firstName') && !mapping.includes('lastName')) retarget(mapping, 'firstName', 'fullName')
	for (const [column, field] of mapping.entries())
		if (field === null) mapping[column] = bySample(mapping, column, sample)
	return mapping
}

function headerKey(header: string): string {
	return fold(header.replace(/([a-z])([A-Z])/g, '$1 $2'))
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim()
}

/** Of several columns with one field the first keeps it; the others fall back to a field that takes more than one. */
function keepFirst(mapping: Mapping, field: ImportField, rest: ImportField | null): void {
	let free = !mapping.includes(rest)
	for (let column = mapping.indexOf(field) + 1; column > 0 && column < mapping.length; column++) {
		if (mapping[column] !== field) continue
		mapping[column] = free ? rest : null
		free = false
	}
}

function retarget(mapping: Mapping, from: ImportField, to: ImportField | null): void {
	const column = mapping.indexOf(from)
	if (column >= 0) mapping[column] = mapping.includes(to) && to !== null ? null : to
}

function bySample(mapping: Mapping, column: number, sample: string[][]): ImportField | null {
	const values = sample.map((row) => row[column]?.trim() ?? '').filter(Boolean)
	if (values.length < 2) return null
	const most = (test: (value: string) => boolean) => values.filter(test).length >= values.length * 0.8
	if (!mapping.includes('email') && most((value) => normaliseEmail(value) !== null)) return 'email'
	const phoneLike = (value: string) => /^[+(\d][\d\s().+-]{8,}/.test(value) && normalisePhone(value, 'US') !== null
	return !mapping.includes('phone') && most(phoneLike) ? 'phone' : null
}

/** What a person should look at before trusting a guess. */
export function headerProblems(headers: string[], mapping: Mapping): HeaderProblem[] {
	const seen = new Set<string>()
	return headers.flatMap((header, column): HeaderProblem[] => {
		const key = headerKey(header)
		const double = key !== '' && seen.has(key)
		seen.add(key)
		if (key === '') return [{ code: 'header_missing', column, header }]
		if (double) return [{ code: 'header_double', column, header }]
		return mapping[column] === null ? [{ code: 'header_unknown', column, header }] : []
	})
}

/** A name for every column, also for one without a header; `letter` is what a spreadsheet calls it. */
export function columnNames(headers: string[]): string[] {
	return headers.map((header, column) => header.trim() || columnLetter(column))
}

function columnLetter(column: number): string {
	const letter = String.fromCharCode(65 + (column % 26))
	return column < 26 ? letter : columnLetter(Math.floor(column / 26) - 1) + letter
}

export type MappingProblem = { code: 'mapping_double'; field: ImportField } | { code: 'mapping_no_name' }

/** An import needs something to call a customer by; each field comes from one column. */
export function mappingProblems(mapping: Mapping): MappingProblem[] {
	const named: ImportField[] = ['companyName', 'fullName', 'firstName', 'lastName', 'email']
	const double = importFields.filter((field) => mapping.filter((chosen) => chosen === field).length > 1)
	const problems: MappingProblem[] = double.map((field) => ({ code: 'mapping_double', field }))
	return named.some((field) => mapping.includes(field)) ? problems : [...problems, { code: 'mapping_no_name' }]
}
