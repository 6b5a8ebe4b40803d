import { describe, expect, test } from 'vitest'
import { columnNames, guessMapping, headerProblems, mappingProblems } from './rules.ts'

describe('API-3: guessing what columns hold', () => {
	test.each([
		[
			'Client ID,Company name,First name,Last name,Main email,Main phone #,Other emails,Street 1,Street 2,City,State / Province,ZIP / Postal code,Country,Lead source,Notes',
			'externalId,companyName,firstName,lastName,email,phone,otherEmails,line1,line2,city,region,postalCode,country,leadSource,notes',
		],
		[
			'Nº cliente,Empresa,Nombre,Apellidos,Correo electrónico,Teléfono móvil,Dirección,Piso,Ciudad,Provincia,Código Postal,País,Idioma,Observaciones',
			'externalId,companyName,firstName,lastName,email,phone,line1,line2,city,region,postalCode,country,language,notes',
		],
		['customerId,Name,E-mail,Mobile,Home Phone,Address', 'externalId,fullName,email,phone,otherPhones,line1'],
		['Nombre,Correo', 'fullName,email'],
		['Name,Surname,Email', 'firstName,lastName,email'],
		['Customer,First Name,Last Name', 'fullName,firstName,lastName'],
		['Email,Email,Email', 'email,otherEmails,'],
		['Phone,Phone number,Colour', 'phone,otherPhones,'],
	])('%s', (headers, fields) => {
		expect(
			guessMapping(headers.split(','), [])
				.map((field) => field ?? '')
				.join(),
		).toBe(fields)
	})

	test('by the values where the header says nothing', () => {
		const sample = [
			['Ana', 'a@example.org', '(602) 823-8666', '1'],
			['Tom', 'b@example.org', '+1 303 207 8093', '2'],
		]
		expect(guessMapping(['Name', 'X', '', 'Score'], sample)).toEqual(['fullName', 'email', 'phone', null])
	})

	test('what a person should look at is told', () => {
		const headers = ['Name', '', 'name ', 'Shoe size']
		expect(headerProblems(headers, guessMapping(headers, [])).map(({ code, column }) => `${column} ${code}`)).toEqual([
			'1 header_missing',
			'2 header_double',
			'3 header_unknown',
		])
		expect(columnNames(headers)).toEqual(['Name', 'B', 'name', 'Shoe size'])
		expect(mappingProblems(['phone', 'phone'])).toEqual([
			{ code: 'mapping_double', field: 'phone' },
			{ code: 'mapping_no_name' },
		])
		expect(mappingProblems(['email', null])).toEqual([])
	})
})
