import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import remixConfig from './remix.config.js'

export default defineConfig({
  plugins: [tailwindcss(), remix(remixConfig)],
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
  build: { target: 'es2022', chunkSizeWarningLimit: 700 },
})
