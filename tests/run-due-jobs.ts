// A process that does the due jobs of mails and notices, as the app does: for tests in which it is killed at it.
import { handleNotices } from '#communities/notices/run-notices.server.ts'
import { runDueJobs } from '#platform/jobs.server.ts'

handleNotices()
await runDueJobs(new Date(process.argv[2] ?? ''))
process.exit(0)
