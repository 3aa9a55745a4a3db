// The arrows of ARCHITECTURE.md, as rules: app -> rooms -> communities -> platform -> prisma.
const test = '\\.(test|journey)\\.tsx?$'

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'rooms-know-no-ui', severity: 'error', from: { path: '^rooms/', pathNot: test }, to: { path: '^(app/|node_modules/react)' } },
    { name: 'communities-know-no-rooms', severity: 'error', from: { path: '^communities/', pathNot: test }, to: { path: '^(app|rooms)/' } },
    {
      name: 'platform-knows-no-product',
      severity: 'error',
      from: { path: '^platform/', pathNot: test },
      to: { path: '^(app|rooms|communities)/' },
    },
    { name: 'routes-are-leaves', severity: 'error', from: { pathNot: [test, '^tests/'] }, to: { path: '^app/routes/' } },
    {
      name: 'one-door-to-livekit',
      severity: 'error',
      from: { path: '^(app|rooms|communities|platform|server|recorder)', pathNot: ['^rooms/livekit/', test] },
      to: { path: 'node_modules/livekit-server-sdk' },
    },
    {
      name: 'one-door-to-the-database',
      severity: 'error',
      from: { path: '^(app|rooms|communities|platform)/', pathNot: ['^platform/db\\.server\\.ts$', test] },
      to: { path: '^prisma/generated/', pathNot: '^prisma/generated/enums\\.ts$' },
    },
    {
      name: 'long-texts-are-rendered-beside-the-event-loop',
      severity: 'error',
      from: { path: '^(app|rooms|communities)/', pathNot: ['^communities/mentions/render-worker\\.server\\.ts$', test] },
      to: { path: '^platform/markdown\\.server\\.ts$' },
    },
    {
      name: 'workers-know-neither-database-nor-environment',
      severity: 'error',
      from: { path: '-worker\\.server\\.ts$' },
      to: { path: '^platform/(db|env|log)\\.server\\.ts$', reachable: true },
    },
    {
      name: 'browsers-import-contracts-only',
      severity: 'error',
      from: { path: '^app/(ui|realtime|i18n)/', pathNot: ['\\.server\\.tsx?$', test] },
      to: { path: '^(rooms|communities|platform)/', pathNot: '/contract\\.ts$' },
    },
    {
      name: 'browsers-load-no-schemas',
      severity: 'error',
      from: { path: '^app/(ui|realtime|i18n)/', pathNot: test },
      to: {
        path: ['/events/contract\\.ts$', '^rooms/(presence|notes|doors)/contract\\.ts$', '^communities/threads/contract\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'livekit-client-is-loaded-late',
      severity: 'error',
      from: { path: '^app/', pathNot: ['^app/ui/call/', test] },
      to: { path: 'node_modules/livekit-client', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-recorder-knows-no-app',
      severity: 'error',
      from: { path: '^recorder\\.ts$' },
      to: { path: '^app/', reachable: true },
    },
    {
      name: 'the-media-library-is-the-recorders',
      severity: 'error',
      from: { path: '^(app|rooms|communities|platform|server)', pathNot: ['^rooms/recordings/recorder/', test] },
      to: { path: 'node_modules/node-datachannel' },
    },
    {
      name: 'no-test-in-the-product',
      severity: 'error',
      from: { path: '^(app|rooms|communities|platform|server|recorder)', pathNot: test },
      to: { path: ['^tests/', test] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^build/', '^prisma/generated/(?!enums|client)'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'types', 'default'], exportsFields: ['exports'] },
  },
}
