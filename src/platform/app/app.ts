import type { Readable } from 'node:stream'
import type { Config } from '../config/config.ts'
import type { Storage } from '../files/storage.ts'

/** What this process was started with; the pages, jobs and commands read it here. */
export interface App {
	readonly config: Config
	/** Host (with port) of BASE_URL; workspaces are its subdomains. */
	readonly baseHost: string
	readonly storage: Storage
	/** Looks for viruses in an uploaded content; absent where no scanner is set. */
	readonly isClean?: (content: Readable) => Promise<boolean>
	/** False as soon as the process is asked to stop: health checks tell a balancer, streams end. */
	readonly stopping: AbortSignal
}

let running: App | null = null

export function useApp(app: App): void {
	running = app
}

export function theApp(): App {
	if (!running) throw new Error('useApp() was not called')
	return running
}

/** Where a workspace's pages are: at a host of its own, else at a subdomain of the installation. */
export interface Place {
	slug: string
	customDomain: string | null
}

/** The address of a workspace's pages, such as `https://sunny.example.com`. */
export function workspaceUrl({ slug, customDomain }: Place, path = ''): string {
	const { protocol, host, port } = new URL(theApp().config.baseUrl)
	const its = customDomain ? customDomain + (port && `:${port}`) : `${slug}.${host}`
	return `${protocol}//${its}${path}`
}
