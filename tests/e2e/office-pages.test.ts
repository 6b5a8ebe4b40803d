import { test } from 'vitest'
import { openBrowser } from '#support/browser.ts'
import { useDemo } from '#support/demo.ts'
import { officePages, officeRecords } from '#support/pages.ts'
import { views, walker } from '#support/walk.ts'

const demo = useDemo()
const walk = walker(openBrowser(), demo)

for (const view of views) {
	test(`HOM-4: the office's pages are accessible and fit the screen (${view.name})`, async () => {
		await walk(demo.owner, officePages, officeRecords, view)
	}, 300_000)
}
