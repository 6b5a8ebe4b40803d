import { at } from './paths.mjs'

/**
 * How the app's Node is started. By itself V8 lets short-lived objects fill up to 100 MB before it looks at them, lets
 * the heap treble before it clears it up, and keeps the memory that starting took. With 8 MB halves, growth by half, and
 * size before speed a server under load takes 110 MB instead of 304; figures in docs/decisions/0008.
 */
export const flags = ['--optimize-for-size', '--max-semi-space-size=8', '--heap-growing-percent=50']

/**
 * The C library gives every thread a heap of its own that it seldom returns: two take 17 to 28 MB less under load. What
 * Node has compiled it keeps for the next start, which takes a third less.
 */
export const environment = { MALLOC_ARENA_MAX: '2', NODE_COMPILE_CACHE: at('build', 'cache') }
