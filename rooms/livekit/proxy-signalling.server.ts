import type { IncomingMessage, Server, ServerResponse } from 'node:http'

export function handleSignallingRequest(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(503).end()
}

export function attachSignallingProxy(_server: Server): void {}
