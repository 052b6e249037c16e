import { mkdirSync } from 'node:fs';
import { findBrowser } from '../test/browser/find-browser.ts';
import { alike, launchBrowser } from '../test/browser/launch-browser.ts';
import { pictures, takePicture } from '../test/browser/pictures.ts';
import { startStoryApi } from '../test/browser/story-api.ts';

/** `npm run screenshots`: takes the pictures of the README anew, in the Chromium, Chrome or Edge of this machine. */
const folder = 'docs/images';
const path = findBrowser(process.env);
if (path === undefined) {
  console.error('No Chromium, Chrome or Edge was found, and BROWSER_PATH names none');
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
const api = await startStoryApi();
const browser = await launchBrowser(path);
try {
  const page = await browser.newPage({ ...alike, colorScheme: 'light' });
  for (const picture of pictures) console.log(await takePicture(page, api, picture, folder));
} finally {
  await browser.close();
  await api.stop();
}
