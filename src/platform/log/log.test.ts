import { expect, test } from 'vitest'
import { loggablePath } from './log.ts'

test.each([
	['/l/secret', '/l/…'],
	['/l/secret/content', '/l/…/content'],
	['/i/secret', '/i/…'],
	['/office/i/secret', '/office/i/…'],
	['/r/secret', '/r/…'],
	['/files/doc_1', '/files/doc_1'],
])('ACC-7: of %s the log says %s', (path, said) => {
	expect(loggablePath(path)).toBe(said)
})
