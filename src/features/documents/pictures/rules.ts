import type { DocumentItem } from '../reads.ts'

/** What pages are sent of a picture. */
export interface PictureView {
	id: string
	title: string
	caption: string
	/** What it is called: its caption, else its title. */
	name: string
	sharedWithPortal: boolean
	unseen: boolean
	/** Small one there; until then only the whole picture is. */
	thumbnail: boolean
	width: number | null
	height: number | null
	createdAt: Date
}

export function toPicture(
	item: Omit<PictureView, 'name' | 'thumbnail'> & { thumbnailKey: string | null },
): PictureView {
	const { id, title, caption, sharedWithPortal, unseen, width, height, createdAt, thumbnailKey } = item
	const name = caption || title
	return {
		id,
		title,
		caption,
		name,
		sharedWithPortal,
		unseen,
		thumbnail: thumbnailKey !== null,
		width,
		height,
		createdAt,
	}
}

/** Two pictures of one thing. */
export interface Pair<P = DocumentItem> {
	id: string
	before: P
	after: P
}

export const pairView = ({ id, before, after }: Pair): Pair<PictureView> => {
	return { id, before: toPicture(before), after: toPicture(after) }
}

/** Pictures under the months in which they came, newest first as they are. */
export function byMonth<P extends { createdAt: Date }>(
	pictures: readonly P[],
	monthOf: (at: Date) => string,
): { month: string; pictures: P[] }[] {
	const months: { month: string; pictures: P[] }[] = []
	for (const picture of pictures) {
		const month = monthOf(picture.createdAt)
		const last = months.at(-1)
		if (last?.month === month) last.pictures.push(picture)
		else months.push({ month, pictures: [picture] })
	}
	return months
}

/** Why two pictures cannot be a pair. */
export type PairRefusal = 'picture_unknown' | 'picture_elsewhere' | 'picture_paired'
