import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import remixConfig from './remix.config.js'
import { thirdPartyLicences } from './scripts/third-party-licences.mjs'

/** What every page shows comes in one file, what every feed shows in another: many small files compress badly. */
const chunks: [name: string, of: RegExp][] = [
  // With what loads the rest: were that in another file, the two would wait for each other.
  ['frame', /\/app\/(ui\/(kit|shell)|realtime|i18n\/(text|format|plural|load-text)|http\/post-json)|vite\/preload-helper/],
  ['feed', /\/app\/ui\/feed\/(?!mention-list)/],
]

export default defineConfig(({ isSsrBuild }) => ({
  plugins: [tailwindcss(), remix(remixConfig), thirdPartyLicences()],
  // Named here, so that they are prepared once at start and not in the middle of a page.
  optimizeDeps: {
    include: [
      'react',
      'react-dom',
      'react-dom/client',
      'react/jsx-dev-runtime',
      '@remix-run/react',
      'lucide-react',
      'socket.io-client',
      'livekit-client',
    ],
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 700,
    // Measured on the feed's scripts: 6 kB gzipped less than with esbuild.
    minify: isSsrBuild ? false : 'terser',
    terserOptions: { module: true, ecma: 2020, compress: { passes: 2 }, format: { comments: false } },
    ...(isSsrBuild ? {} : { rollupOptions: { output: { manualChunks: (id: string) => chunks.find(([, of]) => of.test(id))?.[0] } } }),
  },
}))
