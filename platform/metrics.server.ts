import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export const registry = new Registry()
collectDefaultMetrics({ register: registry })

export const requestSeconds = new Histogram({
  name: 'palier_http_request_seconds',
  help: 'Time to answer an HTTP request, by method and status class',
  labelNames: ['method', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
})
export const socketCount = new Gauge({ name: 'palier_sockets', help: 'Sockets that are connected', registers: [registry] })
export const socketRefusals = new Counter({
  name: 'palier_socket_refusals_total',
  help: 'What sockets were refused: a connection, a question over the budget, or the socket as a whole',
  labelNames: ['what'],
  registers: [registry],
})
export const webhookCount = new Counter({
  name: 'palier_livekit_webhooks_total',
  help: 'LiveKit webhooks, by event and what became of them',
  labelNames: ['event', 'outcome'],
  registers: [registry],
})
export const sweepCorrections = new Counter({
  name: 'palier_sweep_corrections_total',
  help: 'Ghosts and misses that the sweep put right',
  labelNames: ['kind'],
  registers: [registry],
})
export const jobCount = new Counter({
  name: 'palier_jobs_total',
  help: 'Jobs, by kind and what became of them',
  labelNames: ['kind', 'outcome'],
  registers: [registry],
})

export const pagesDrawn = new Counter({
  name: 'palier_pages_total',
  help: 'Documents and data of pages, by the kind of thread that drew them',
  labelNames: ['thread'],
  registers: [registry],
})
export const pageWorkerEnds = new Counter({
  name: 'palier_page_worker_ends_total',
  help: 'Threads that draw pages and ended before the process did: each is a mistake of ours',
  registers: [registry],
})

export const escapedErrors = new Counter({
  name: 'palier_escaped_errors_total',
  help: 'Errors that only the guard around all that comes in caught, by where: each is a mistake of ours',
  labelNames: ['where'],
  registers: [registry],
})

export const processWarnings = new Counter({
  name: 'palier_process_warnings_total',
  help: 'Warnings of Node about this process, by name: an emitter that gathers listeners, something that is deprecated',
  labelNames: ['name'],
  registers: [registry],
})
