import http from 'node:http'
import { guardServer } from '#platform/entrance.server.ts'
import { log } from '#platform/log.server.ts'
import { registry } from '#platform/metrics.server.ts'

/** Serves /metrics on a port of its own, on loopback. A port that is taken is logged, and the app goes on. Port 0: none. */
export function serveMetrics(port: number): http.Server | null {
  if (port === 0) return null
  const server = http.createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end()
      return
    }
    registry.metrics().then(
      (metrics) => response.writeHead(200, { 'content-type': registry.contentType }).end(metrics),
      (error: unknown) => {
        log.error({ error }, 'the metrics could not be put together')
        response.writeHead(500).end()
      },
    )
  })
  guardServer(server, 'metrics', [])
  server.on('error', (error) => log.warn({ error, port }, 'metrics are not served: set METRICS_PORT to a free port'))
  return server.listen(port, '127.0.0.1')
}
