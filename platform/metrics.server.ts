import http from 'node:http'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { log } from '#platform/log.server.ts'

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

/** Serves /metrics on a port of its own, on loopback. A port that is taken is logged, and the app goes on. Port 0: none. */
export function serveMetrics(port: number): http.Server | null {
  if (port === 0) return null
  const server = http.createServer(async (request, response) => {
    if (request.url !== '/metrics') return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics())
  })
  server.on('error', (error) => log.warn({ error, port }, 'metrics are not served: set METRICS_PORT to a free port'))
  return server.listen(port, '127.0.0.1')
}
