// Writes docs/realtime.md from the contracts: `npx tsx scripts/realtime-docs.ts`. A test says that the file is current.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import ts from 'typescript'
import { z } from 'zod'

const ROOT = path.resolve(import.meta.dirname, '..')
export const REALTIME_DOCS = path.join(ROOT, 'docs/realtime.md')

interface DocumentedEvent {
  name: string
  says: string
  payload?: z.ZodType
  input?: z.ZodType
  output?: z.ZodType
}

const eventSchema = z.object({
  name: z.string(),
  payload: z.instanceof(z.ZodType).optional(),
  input: z.instanceof(z.ZodType).optional(),
  output: z.instanceof(z.ZodType).optional(),
})

/** The whole page, from what the contracts state and say in their comments. */
export async function renderRealtimeDocs(): Promise<string> {
  const events = (await Promise.all(contractFiles().map(readEvents))).flat()
  const told = events.filter(({ payload }) => payload)
  const asked = events.filter(({ input }) => input)
  return [
    INTRODUCTION,
    '## What the server tells',
    ...told.map(({ name, says, payload }) => `### \`${name}\`\n\n${says}\n\n${block(payload)}`),
    '## What can be asked',
    'Emit with an acknowledgement. It is called with `{ "ok": true, "value": … }`, or `{ "ok": false, "code": "…" }`.',
    ...asked.map(
      ({ name, says, input, output }) => `### \`${name}\`\n\n${says}\n\nAsk with:\n\n${block(input)}\n\nThe value:\n\n${block(output)}`,
    ),
  ]
    .join('\n\n')
    .concat('\n')
}

const INTRODUCTION = `# Realtime

Made from the contracts by \`npx tsx scripts/realtime-docs.ts\`; do not edit.

Any Socket.io client (protocol 5, as in Socket.io 4) can listen: connect to the site's address, path \`/socket.io\`, transport
\`websocket\` only, with the cookies of somebody who is signed in. A client that says an \`Origin\` must say the site's own.

- A connection is refused with a code as the error's message: \`signIn.required\` without a valid sign-in, \`limit.reached\` and
  \`socket.tooMany\` with \`data.seconds\` to wait, \`unexpected\` where the server could not find out who it is (its database is away,
  say). Only the first one is final; after the others, try again later. A client that says in its \`auth\` whose \`account\` it is (a
  member's id) is refused with \`signIn.changed\` where the cookies are another member's.
- A question over the budget is answered with \`{ "ok": false, "code": "limit.reached", "details": { "seconds": … } }\`. A socket that
  goes on is told \`ended\` with such a code and its details, and is disconnected. A socket may ask 120 things at once and 10 a second
  from then on, and tell \`notes.…\` 240 and 60 times; all sockets of a member together a few times as much; a member has 60 sockets.
- Once its channels are set up, the server emits \`ready\`, without a payload: after that nothing is missed. Whoever connects again
  waits for \`ready\` again, and reads again what it shows (\`rosters.read\`).
- A member hears of the communities that they belong to, from the first moment; of others that they may read, after
  \`community.watch\`. Who loses a community hears no more of it.
- Payloads are whole, not differences. A roster carries \`rev\`, which only grows: drop one that is not larger than the one you have.
- Instants are ISO 8601 in UTC. Codes of refusals are those that the screens translate, such as \`community.notFound\`;
  \`input.invalid\` is an input of the wrong shape.

Who is in a community's rooms, with the Python client (\`pip install "python-socketio[client]"\`):

\`\`\`python
import sys, socketio

site, cookie, community = sys.argv[1:4]
client = socketio.Client()

@client.on("ready")
def ready():
    answer = client.call("community.watch", {"communityId": community})
    for roster in answer["value"]["rosters"]: show(roster)

@client.on("room.roster")
def show(roster):
    print(roster["roomId"], [person["name"] for person in roster["people"]])

client.connect(site, headers={"Cookie": cookie}, transports=["websocket"])
client.wait()
\`\`\``

function contractFiles(): string[] {
  return ['communities', 'rooms'].flatMap((storey) =>
    readdirSync(path.join(ROOT, storey), { recursive: true, encoding: 'utf8' })
      .filter((file) => path.basename(file) === 'contract.ts')
      .sort()
      .map((file) => path.join(ROOT, storey, file)),
  )
}

async function readEvents(file: string): Promise<DocumentedEvent[]> {
  const contract = (await import(pathToFileURL(file).href)) as Record<string, unknown>
  const says = commentsOf(file)
  return [...says].flatMap(([exportName, comment]) => {
    const event = eventSchema.safeParse(contract[exportName])
    if (!event.success || !(event.data.payload || event.data.input)) return []
    const { name, payload, input, output } = event.data
    return [{ name, says: comment, ...(payload && { payload }), ...(input && { input }), ...(output && { output }) }]
  })
}

/** The comment above each exported constant, in the order of the file. */
function commentsOf(file: string): Map<string, string> {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const comments = new Map<string, string>()
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue
    const [comment] = ts.getJSDocCommentsAndTags(statement)
    const text = comment && ts.getTextOfJSDocComment(comment.comment)
    for (const { name } of statement.declarationList.declarations) comments.set(name.getText(source), text ?? '')
  }
  return comments
}

const block = (schema: z.ZodType | undefined) => `\`\`\`ts\n${schema ? typeOf(z.toJSONSchema(schema, { io: 'input' })) : 'nothing'}\n\`\`\``

type JsonSchema = z.core.JSONSchema.BaseSchema

/** A JSON schema as a TypeScript type, for people to read. */
function typeOf(schema: JsonSchema, indent = ''): string {
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.anyOf) return schema.anyOf.map((one) => typeOf(one as JsonSchema, indent)).join(' | ')
  if (Array.isArray(schema.type)) return schema.type.join(' | ')
  if (schema.type === 'array') {
    const items = (schema.items ?? {}) as JsonSchema
    const isUnion = Boolean(items.anyOf ?? items.enum) || Array.isArray(items.type)
    return isUnion ? `(${typeOf(items, indent)})[]` : `${typeOf(items, indent)}[]`
  }
  if (schema.type === 'object') {
    const deeper = `${indent}  `
    const fields = Object.entries(schema.properties ?? {}).map(([name, field]) => {
      const optional = schema.required?.includes(name) ? '' : '?'
      return `${deeper}${name}${optional}: ${typeOf(field as JsonSchema, deeper)}`
    })
    return fields.length > 0 ? `{\n${fields.join('\n')}\n${indent}}` : '{}'
  }
  if (schema.type === 'string' && schema.format) return `string /* ${schema.format} */`
  return schema.type === 'integer' ? 'number' : String(schema.type ?? 'unknown')
}

if (process.argv[1] === import.meta.filename) writeFileSync(REALTIME_DOCS, await renderRealtimeDocs())
