import { rm } from 'node:fs/promises';
import { bundleApp } from './bundle-app.ts';

/** `npm run build`: the app in `dist/`, where `main` of package.json points. */
await rm('dist', { recursive: true, force: true });
await bundleApp('dist', 'linked');
