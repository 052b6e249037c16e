import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { fixtureNow } from './fixture-data.ts';
import { driverKey } from './fixture-story.ts';

/** The pictures of the README, by the names of their files in `docs/images`. */
export const pictures = [
  { file: 'dashboard-list.png', query: '', sign: '.feed li', viewport: { width: 1240, height: 800 } },
  {
    file: 'dashboard-submission.png',
    query: `&submission=${driverKey}`,
    sign: '.bar',
    viewport: { width: 1200, height: 760 },
  },
] as const;

type Picture = (typeof pictures)[number];

/** @param api tells the story that the pictures show. @returns where the picture is. */
export async function takePicture(
  page: Page,
  api: { readonly url: string; readonly key: string },
  { file, query, sign, viewport }: Picture,
  folder: string,
): Promise<string> {
  const path = join(folder, file);
  await page.setViewportSize(viewport);
  await page.clock.setFixedTime(fixtureNow);
  await page.goto(`${api.url}?code=${api.key}${query}`);
  await page.locator(sign).first().waitFor();
  await page.locator('.watcher strong').waitFor();
  await page.getByRole('link', { name: 'Track' }).waitFor();
  await page.screenshot({ path });
  return path;
}
