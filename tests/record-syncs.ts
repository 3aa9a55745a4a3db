// Preloaded into a process whose machine is to lose its power: keeps what its disk would have then, in the folder SYNCED_DISK.
import { recordSyncs } from './synced-disk.ts'

await recordSyncs(process.env['PALIER_DATA_DIR'] ?? '', process.env['SYNCED_DISK'] ?? '')
