// `npm start`: makes this machine ready, then keeps Palier running. Needs nothing but Node, since nothing is installed yet.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Palier needs Node 20.19 or newer, and this is ${process.versions.node}: install a newer one from https://nodejs.org, then start again.`,
  )
  process.exit(1)
}
const { main } = await import('./start/main.mjs')
await main(import.meta.dirname, process.argv.slice(2))
