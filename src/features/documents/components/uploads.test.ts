import { beforeEach, expect, test, vi } from 'vitest'
import type { UploadAnswer } from './answer.ts'
import { Uploads } from './uploads.svelte.ts'

const begun = vi.hoisted(() => [] as { name: string; end: (answer: UploadAnswer) => void; abort: () => void }[])
vi.mock('./parts.ts', () => ({
	inParts(file: File) {
		const { promise: answer, resolve: end } = Promise.withResolvers<UploadAnswer>()
		const abort = vi.fn()
		begun.push({ name: file.name, end, abort })
		return { answer, abort }
	},
}))
beforeEach(() => begun.splice(0))

const large = (name: string) => new File([new Uint8Array(5 * 1024 * 1024)], name)
const names = () => begun.map(({ name }) => name)

test('DOC-4: a large file that is taken off the list makes room for the next, and the others are told of all the same', async () => {
	const settled = vi.fn()
	const uploads = new Uploads('/uploads', () => ({}), settled, { parts: '/uploads/resumable' })
	uploads.add(['a', 'b', 'c'].map(large))
	await vi.waitFor(() => expect(names()).toEqual(['a', 'b']))
	for (const one of uploads.list.slice(0, 2)) uploads.remove(one.key)
	expect(begun.map(({ abort }) => vi.mocked(abort).mock.calls.length)).toEqual([1, 1])
	await vi.waitFor(() => expect(names()).toEqual(['a', 'b', 'c']))
	begun[2]?.end({ ok: true, ids: ['doc_c'] })
	await vi.waitFor(() => expect(settled).toHaveBeenCalledExactlyOnceWith(['doc_c']))
	expect(uploads.list).toMatchObject([{ done: true }])
})

test('DOC-4: a file can be tried again after the line was cut, not where it is the file that was refused', async () => {
	const uploads = new Uploads('/uploads', () => ({}), vi.fn(), { parts: '/uploads/resumable' })
	uploads.add([...['roof.jpg', 'run.pdf'].map(large), new File(['x'], 'IMG_1.HEIC')])
	await vi.waitFor(() => expect(begun).toHaveLength(2))
	begun[0]?.end({ ok: false, code: 'upload_cut', text: 'cut' })
	begun[1]?.end({ ok: false, code: 'file_executable', text: 'a program' })
	await vi.waitFor(() => expect(uploads.list.map(({ again }) => again)).toEqual([true, false, false]))
	expect(uploads.list.map(({ problem }) => problem)).toEqual(['cut', 'a program', expect.stringContaining('HEIC')])
})
