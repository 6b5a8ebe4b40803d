import { expect, test } from 'vitest'
import { downloadName, folders, lookOf, titleOf } from './rules.ts'
import { folderOf, wordsOf } from './search/rules.ts'

test.each([
	['contracts', 'contracts'],
	['Contract', 'contracts'],
	['Client documents', 'clientDocuments'],
	['client_documents', 'clientDocuments'],
	['warranty', 'warranties'],
	['PHOTOS', 'photos'],
	['taxes', null],
	['', null],
])('DOC-1: the folder %j is %s', (text, folder) => {
	expect(folderOf(text)).toBe(folder)
})

test('DOC-1: every folder is found by its own code', () => {
	expect(folders.map(folderOf)).toEqual(folders)
})

test.each([
	['Contrato 2026.pdf', 'Contrato 2026'],
	['scan.final.pdf', 'scan.final'],
	['README', 'README'],
	['Год 🏡.jpeg', 'Год 🏡'],
])('DOC-1: %j is called %j', (filename, title) => {
	expect(titleOf(filename)).toBe(title)
})

test.each([
	['Roof warranty', 'scan0012.pdf', 'Roof warranty.pdf'],
	['Plan.PDF', 'plan.pdf', 'Plan.PDF'],
	['Notes', 'notes', 'Notes'],
	['Rechnung 4.2', 'r.pdf', 'Rechnung 4.2.pdf'],
])('DOC-1: %j uploaded as %j is saved as %j', (title, filename, name) => {
	expect(downloadName({ title, filename })).toBe(name)
})

test('DOC-1: a title is found by the beginnings of its words, whatever the accents', () => {
	expect(wordsOf('Garantía del TEJADO, 2026-03')).toEqual(['garantia', 'del', 'tejado', '2026', '03'])
	expect(wordsOf('🏡 — !')).toEqual([])
	expect(wordsOf(`${'a '.repeat(500)}b`)).toEqual(['a', 'b'])
})

test('DOC-1: a list shows what a file is', () => {
	expect(lookOf('application/pdf')).toBe('pdf')
	expect(lookOf('image/heic')).toBe('picture')
	expect(lookOf('text/csv')).toBe('sheet')
	expect(lookOf('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')).toBe('sheet')
	expect(lookOf('application/vnd.openxmlformats-officedocument.wordprocessingml.document')).toBe('text')
})
