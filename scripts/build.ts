import { bundleApp } from './build/bundle-app.ts';
import { removeStale } from './build/remove-stale.ts';

/**
 * `npm run build`: the app in `dist/`, where `main` of package.json points. Chunks of the build before stay for a day: an app
 * that runs since then (`npm start`, while somebody runs the tests) loads them at its first requests.
 */
const dayMs = 24 * 60 * 60_000;
const { outputs } = await bundleApp('dist', 'linked');
await removeStale('dist', new Set(Object.keys(outputs)), new Date(Date.now() - dayMs));
