// A process that takes the due jobs of one kind, as the app and the recorder do, and never gets through: for tests in which it is killed at it.
import { z } from 'zod'
import { handleJobs, startJobs } from '#platform/jobs.server.ts'

const kind = { name: process.argv[2] ?? '', payload: z.object({ word: z.string() }), afterDeath: 'again' } as const
handleJobs(kind, async ({ word }) => {
  process.stdout.write(`${word}\n`)
  await new Promise(() => {})
})
startJobs()
