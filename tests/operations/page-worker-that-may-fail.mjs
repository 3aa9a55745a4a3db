import { parentPort } from 'node:worker_threads'

// Speaks as page-worker.ts does, and does with a page what its address says.
const answer = (id, status) =>
  parentPort.postMessage({ drawn: id, outcome: { status, headers: [], body: null, accountRefused: false, statements: 0 } })

parentPort.on('message', (message) => {
  if (message === 'stop') process.exit(0)
  if ('gone' in message) return answer(message.gone, 499)
  const { id, address } = message.draw
  if (address.endsWith('/end')) process.exit(1)
  while (address.endsWith('/hang')) Math.random()
  if (address.endsWith('/fine')) answer(id, 200)
})
parentPort.postMessage('ready')
