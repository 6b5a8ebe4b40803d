import { test } from 'vitest'
import { openBrowser } from '#support/browser.ts'
import { useDemo } from '#support/demo.ts'
import { officePages, officeRecords } from '#support/pages.ts'
import { walker } from '#support/walk.ts'

const demo = useDemo()
const walk = walker(openBrowser(), demo, 'desktop')

test("HOM-4: the office's pages are accessible and fit the screen", async () => {
	await walk(demo.owner, officePages, officeRecords)
})
