// The floor under a page: its statements, prepared, and its bytes, with nothing between them. A process of its own, as the app is.
import http from 'node:http'
import pg from 'pg'

const { databaseUrl, pages } = await new Promise((resolve) => process.once('message', resolve))
const pool = new pg.Pool({ connectionString: databaseUrl, max: 16, idleTimeoutMillis: 0, options: '-c TimeZone=UTC' })
const answers = new Map(
  Object.entries(pages).map(([path, { statements, bodyBase64, headers }], page) => [
    path,
    {
      body: Buffer.from(bodyBase64, 'base64'),
      headers,
      statements: statements.map((statement, at) => ({ name: `p${page}_${at}`, ...statement })),
    },
  ]),
)

const server = http.createServer(async (request, response) => {
  const { body, headers, statements } = answers.get(request.url ?? '')
  await Promise.all(statements.map((statement) => pool.query(statement)))
  response.writeHead(200, { ...headers, 'content-length': body.length }).end(body)
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.once('disconnect', () => process.exit(0))
