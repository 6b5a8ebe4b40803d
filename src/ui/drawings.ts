/** Line drawings of 132 × 76: `line` is drawn in grey, `lit` is the one part in the brand's color. */
export const DRAWINGS = {
	home: {
		line: 'M4 70h124M26 70V40l40-26 40 26v30M18 45 66 14l48 31M34 50h12v10H34zM86 50h12v10H86z',
		lit: 'M58 47a1 1 0 0 1 1-1h14a1 1 0 0 1 1 1v23H58zM66 2v5M50 6l2 4M82 6l-2 4',
	},
	documents: {
		line: 'M4 70h124M36 70V20a2 2 0 0 1 2-2h6M96 70V28a2 2 0 0 0-2-2h-4M44 70V12a2 2 0 0 1 2-2h30l14 14v46M54 42h26M54 50h26M54 58h16',
		lit: 'M76 10v12a2 2 0 0 0 2 2h12zM54 26h12v8H54z',
	},
	messages: {
		line: 'M4 70h124M22 16h52a4 4 0 0 1 4 4v22a4 4 0 0 1-4 4H42l-10 9v-9H22a4 4 0 0 1-4-4V20a4 4 0 0 1 4-4M28 27h36M28 35h24',
		lit: 'M86 30h22a4 4 0 0 1 4 4v18a4 4 0 0 1-4 4h-3v7l-8-7H72a4 4 0 0 1-4-4v-2h10a4 4 0 0 0 4-4V30z',
	},
	people: {
		line: 'M4 70h124M34 70V60a14 14 0 0 1 14-14 14 14 0 0 1 10 4M39 31a9 9 0 1 0 18 0 9 9 0 1 0-18 0M98 70V60a14 14 0 0 0-14-14 14 14 0 0 0-10 4M75 31a9 9 0 1 0 18 0 9 9 0 1 0-18 0',
		lit: 'M50 70V60a16 16 0 0 1 32 0v10zM56 30a10 10 0 1 0 20 0 10 10 0 1 0-20 0',
	},
	inbox: {
		line: 'M4 70h124M30 70V48l12-20h10M102 70V48L90 28H80M30 48h22c0 8 6 12 14 12s14-4 14-12h22',
		lit: 'M56 8h20a1 1 0 0 1 1 1v30a1 1 0 0 1-1 1H56a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1M60 17h12M60 24h12M60 31h7',
	},
	generic: {
		line: 'M4 70h124M16 70V58h6v12M30 70V50h6v20M96 70V50h6v20M110 70V58h6v12M24 30l5 4M108 30l-5 4M44 14l3 5M88 14l-3 5M66 6v7',
		lit: 'M42 70a24 24 0 0 1 48 0z',
	},
} as const

export type DrawingName = keyof typeof DRAWINGS
