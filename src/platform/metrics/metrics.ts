import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { listenerCount } from '../realtime/hub.ts'

const registry = new Registry()
collectDefaultMetrics({ register: registry })

export const requestSeconds = new Histogram({
	name: 'http_request_duration_seconds',
	help: 'Time to answer a request, by method and status class',
	labelNames: ['method', 'status'],
	buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
	registers: [registry],
})

new Gauge({
	name: 'live_listeners',
	help: 'Open event streams of this process',
	registers: [registry],
	collect() {
		this.set(listenerCount())
	},
})

/** All figures in Prometheus' text format. */
export function metricsText(): Promise<string> {
	return registry.metrics()
}
export const metricsType = registry.contentType
