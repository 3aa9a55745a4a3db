import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig, type Plugin } from 'vite'
import remixConfig from './remix.config.js'
import { remixAsSet } from './scripts/remix-as-set.mjs'
import { thirdPartyLicences } from './scripts/third-party-licences.mjs'

/** What every page shows comes in one file, what every feed shows in another: many small files compress badly. */
const chunks: [name: string, of: RegExp][] = [
  // With what loads the rest: were that in another file, the two would wait for each other.
  [
    'frame',
    /\/app\/(root\.tsx$|realtime\/(?!use-close-watch|use-read-place)|i18n\/(areas|text|format|plural)|http\/(nonce|post-json))|vite\/preload-helper/,
  ],
  [
    'frame',
    /\/app\/ui\/(shell|kit\/(?!dialog|field|keys-dialog|older|save-row|use-submit-while-typing)|call\/(?!media|early-pictures|ghosts|keep-coming|own-devices|photo-key-in|reconnect-policy|tile-layout)[\w-]+\.tsx?$|rooms\/(join-button|names|sidebar-rooms))/,
  ],
  ['feed', /\/app\/ui\/(feed\/(?!mention-list)|rooms\/(session-card|live-strip|strip-room)|communities\/community-strip)/],
  ['text-en', /\/app\/i18n\/en\/(cards|common|errors|feed|rooms)\.ts$/],
  ['text-fr', /\/app\/i18n\/fr\/(cards|common|errors|feed|rooms)\.ts$/],
]

/** Our sockets are WebSockets alone: the ways to do without one stay out of the browser's scripts. */
const webSocketsAlone: Plugin = {
  name: 'web-sockets-alone',
  apply: 'build',
  transform(code, id) {
    // There is nothing better to change over to.
    if (id.endsWith('/engine.io-client/build/esm/socket.js')) return code.replace(/^ {4}_probe\(name\) \{[\s\S]*?^ {4}\}$/m, '')
    // Bytes written as text are for what cannot carry bytes.
    if (id.endsWith('/engine.io-parser/build/esm/decodePacket.browser.js')) {
      return code.replace(/^import \{ decode \} .*$/m, 'const decode = (data) => data')
    }
    const [, file] = /\/engine\.io-client\/build\/esm\/transports\/(\w+)/.exec(id) ?? []
    if (file === 'index') return "import { WS as websocket } from './websocket.js'\nexport const transports = { websocket }"
    return file && file !== 'websocket' ? { moduleSideEffects: false } : null
  },
}

/** Where a page's code cannot be had, Remix reloads the document, which ends a call: it asks first now (`palier:reload`). */
const reloadsAskFirst: Plugin = {
  name: 'reloads-ask-first',
  apply: 'build',
  transform(code, id) {
    if (!id.endsWith('/@remix-run/react/dist/esm/routeModules.js')) return null
    if (!code.includes('window.location.reload();')) this.error('Remix reloads in another way: a page that cannot be had may end a call.')
    return code.replace('window.location.reload();', "if (dispatchEvent(new Event('palier:reload', { cancelable: true }))) $&")
  },
}

/** A file of the frame that imports livekit-client brings all of it to every page: the build says so, rather than the reader's line. */
const pagesWithoutVideo: Plugin = {
  name: 'pages-without-video',
  apply: 'build',
  generateBundle(_, files) {
    for (const file of Object.values(files)) {
      if (file.type !== 'chunk' || !chunks.some(([name]) => name === file.name)) continue
      if (file.moduleIds.some((id) => id.includes('/node_modules/livekit-client/'))) this.error(`livekit-client is in ${file.fileName}.`)
    }
  },
}

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [
    tailwindcss(),
    remix(remixConfig),
    webSocketsAlone,
    reloadsAskFirst,
    remixAsSet(remixConfig.future ?? {}),
    pagesWithoutVideo,
    thirdPartyLicences(),
  ],
  // Named here, so that they are prepared once at start and not in the middle of a page.
  optimizeDeps: {
    include: ['react', 'react-dom', 'react-dom/client', 'react/jsx-dev-runtime', '@remix-run/react', 'socket.io-client', 'livekit-client'],
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    // The file that is asked for and the frame, which asks, need no preloading: their names are left out of every list.
    modulePreload: { resolveDependencies: (file, names) => names.filter((name) => name !== file && !/\/frame-[\w-]+\.js$/.test(name)) },
    // Measured on the feed's scripts: 6 kB gzipped less than with esbuild; without what Remix says to developers, 0.7 kB less again.
    minify: isSsrBuild ? false : 'terser',
    terserOptions: {
      module: true,
      ecma: 2020,
      compress: { passes: 2, pure_funcs: ['warning', 'UNSAFE_warning', 'warningOnce'] },
      format: { comments: false },
    },
    ...(isSsrBuild ? {} : { rollupOptions: { output: { manualChunks: (id: string) => chunks.find(([, of]) => of.test(id))?.[0] } } }),
  },
}))
