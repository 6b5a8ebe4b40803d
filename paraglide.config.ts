import type { CompilerOptions } from '@inlang/paraglide-js'

/** How messages/ become src/paraglide; the same for the build, the tests and the type check. */
export const paraglide = {
	project: './project.inlang',
	outdir: './src/paraglide',
	strategy: ['baseLocale'],
	emitTsDeclarations: true,
} satisfies CompilerOptions
