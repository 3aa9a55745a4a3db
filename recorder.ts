import { closeDatabase } from '#platform/db.server.ts'
import { stayUp } from '#platform/entrance.server.ts'
import { startJobs } from '#platform/jobs.server.ts'
import { log } from '#platform/log.server.ts'
import { startEgressEngine } from '#rooms/recordings/egress/run-egress.server.ts'
import { handleFinishing } from '#rooms/recordings/finishing/run-finishing.server.ts'
import { startRecorder } from '#rooms/recordings/recorder/run-recorder.server.ts'
import { endMediaLibrary } from '#rooms/recordings/recorder/subscriber.server.ts'
import { handleTranscribing } from '#rooms/recordings/transcripts/run-transcribing.server.ts'

/** A stop closes files and gives recordings back; longer than this, and something hangs. */
const STOP_MS = 9_500

const stopRecorder = startRecorder()
const stopEgressEngine = startEgressEngine()
handleFinishing()
handleTranscribing()
const stopJobs = startJobs()
stayUp()
log.info('The recorder is ready')

let stopping = false
async function stop(): Promise<void> {
  if (stopping) return
  stopping = true
  setTimeout(() => process.exit(1), STOP_MS).unref()
  await Promise.all([stopRecorder(), stopEgressEngine(), stopJobs()])
  await closeDatabase()
  endMediaLibrary()
  process.exit(0)
}
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())
