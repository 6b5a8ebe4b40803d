/** Pictures that can be the pages of a document; of a HEIC the server cannot read what is in it. */
const pages = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/avif'])

export function isPage({ contentType }: { contentType: string }): boolean {
	return pages.has(contentType)
}
