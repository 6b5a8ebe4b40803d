import type { LiveHint } from '../events/insert.ts'
import { liveChannel } from '../events/insert.ts'
import { listen } from '../jobs/boss.ts'

type Listener = { workspaceId: string; hear(hint: LiveHint): void; reread(): void }

/** Everybody on this process who waits for news. */
const listeners = new Set<Listener>()

/**
 * Hears of every event that any process commits. After a lost connection everybody is told to read
 * again, because what was announced meanwhile is not repeated.
 */
export async function openHub(url: string): Promise<{ close(): Promise<void> }> {
	let first = true
	return listen(url, liveChannel, dispatch, () => {
		if (!first) for (const listener of listeners) listener.reread()
		first = false
	})
}

function dispatch(payload: string): void {
	const hint = JSON.parse(payload) as LiveHint
	for (const hear of everywhere) hear(hint)
	for (const listener of listeners) if (listener.workspaceId === hint.w) listener.hear(hint)
}

const everywhere = new Set<(hint: LiveHint) => void>()

/** Hears of the news of all workspaces; for caches of this process, never for a person. */
export function subscribeAll(hear: (hint: LiveHint) => void): void {
	everywhere.add(hear)
}

/** Subscribes until the returned function is called. */
export function subscribe(listener: Listener): () => void {
	listeners.add(listener)
	return () => listeners.delete(listener)
}

export function listenerCount(): number {
	return listeners.size
}
