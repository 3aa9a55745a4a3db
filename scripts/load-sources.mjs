// Makes a worker thread load TypeScript: `tsx` as an argument reaches the main thread only.
import { register } from 'tsx/esm/api'

register()
