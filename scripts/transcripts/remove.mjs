// `npm run transcripts:remove`: takes the engine of transcripts away. What it has written down stays.
import { rmSync } from 'node:fs'
import path from 'node:path'
import { say } from '../../start/say.mjs'
import { readEnvFile, readSettings } from '../../start/settings.mjs'

const root = path.resolve(import.meta.dirname, '../..')
const { dataFolder } = readSettings(readEnvFile(path.join(root, '.env'), process.env), root)
const folder = path.join(dataFolder, 'transcripts')
// First of all nobody takes it for installed.
rmSync(path.join(folder, 'installed.json'), { force: true })
rmSync(folder, { recursive: true, force: true })
say('The engine of transcripts is gone; transcripts that were made stay.')
