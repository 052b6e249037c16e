import { mkdirSync, readFileSync } from 'node:fs';
import { describeInBrowser } from './describe-in-browser.ts';
import { pictures, takePicture } from './pictures.ts';
import { startStoryApi } from './story-api.ts';

let api: Awaited<ReturnType<typeof startStoryApi>>;
beforeAll(async () => {
  api = await startStoryApi();
  mkdirSync('test-output', { recursive: true });
});
afterAll(() => api.stop());

describeInBrowser('the pictures of the README', (open) => {
  it.each(pictures)('can be taken anew: $file', async (picture) => {
    const { page } = await open({ colorScheme: 'light' });
    const path = await takePicture(page, api, picture, 'test-output');
    expect(readFileSync(path).subarray(1, 4).toString()).toBe('PNG');
  });
});
