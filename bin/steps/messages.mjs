// Run by the app's own Node: compiles messages/ into src/paraglide.
import { compile } from '@inlang/paraglide-js'
import { paraglide } from '../../paraglide.config.ts'

await compile(paraglide)
