import { source as axe } from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describeInBrowser, type OpenBrowser, type Visit } from './describe-in-browser.ts';
import { fixtureNow } from './fixture-data.ts';
import { driverKey } from './fixture-story.ts';
import { startStoryApi } from './story-api.ts';

let api: Awaited<ReturnType<typeof startStoryApi>>;
beforeAll(async () => {
  api = await startStoryApi();
});
afterAll(() => api.stop());

async function visit(open: OpenBrowser, options: BrowserContextOptions, query: string): Promise<Visit> {
  const visited = await open(options);
  await visited.page.clock.setFixedTime(fixtureNow);
  await visited.page.goto(`${api.url}?code=${api.key}${query}`);
  return visited;
}

/** What axe finds against WCAG 2.2 AA and its own best practices: rule and place. */
async function violations(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's policy does not bind; a script element would be refused.
  await page.evaluate(axe);
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: { id: string; impact: string; nodes: { target: string[] }[] }[];
  };
  return found.violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ target }) => target.join(' '))}`,
  );
}

const looks = [
  ['light', { viewport: { width: 1280, height: 800 }, colorScheme: 'light' }],
  ['dark', { viewport: { width: 1280, height: 800 }, colorScheme: 'dark' }],
  ['phone', { viewport: { width: 375, height: 740 }, colorScheme: 'light', hasTouch: true }],
] as const;

const places = [
  ['list', '', '.feed li'],
  ['filtered', '&outcome=failed&text=touchpad', '.row'],
  ['submission', `&submission=${driverKey}`, '.bar'],
  ['products', '&view=products', '.row'],
  ['track', '&view=add', 'textarea'],
] as const;

describeInBrowser('the dashboard for everybody', (open) => {
  describe.each(looks)('%s', (look, options) => {
    it.each(places)('%s: axe finds nothing, and nothing is wider than the screen', async (name, query, sign) => {
      const { page, screenshot } = await visit(open, options, query);
      await page.locator(sign).first().waitFor();
      await page.locator('.watcher strong').waitFor();
      await screenshot(`${name}-${look}`);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    });

    it('key form and details of health: axe finds nothing', async () => {
      const { page, screenshot } = await visit(open, options, '');
      await page.locator('.watcher summary').click();
      await page.getByText('Requests, devCenter').waitFor();
      await screenshot(`health-${look}`);
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Use another key' }).click();
      await page.getByLabel('Function key').waitFor();
      await screenshot(`key-${look}`);
      expect(await violations(page)).toEqual([]);
    });
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = await visit(open, {}, '');
    await page.locator('.row').first().waitFor();
    const focused = () => page.evaluate('document.activeElement.textContent.trim()');

    await page.keyboard.press('Tab');
    expect(await focused()).toBe('To the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('text');
    await page.keyboard.type('Wi-Fi');
    await page.keyboard.press('Enter');
    await page.waitForURL(/text=Wi-Fi/);
    await page.getByText('Found').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('text');

    while (!String(await focused()).startsWith('Contoso Wi-Fi')) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    expect(await focused()).toBe('Contoso Wi-Fi 7 Adapter');

    await page.getByRole('button', { name: 'Stop tracking' }).focus();
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Keep');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('Stop tracking');
  });

  it('tells a screen reader what the timeline shows', async () => {
    const { page } = await visit(open, {}, `&submission=${driverKey}`);
    const states = page.locator('.bars > li');
    await states.first().waitFor();
    expect(await states.count()).toBe(6);
    expect(await states.nth(4).textContent()).toMatch(/manualReview\/started[\s\S]*In progress[\s\S]*11 h 48 min/);
    const marks = page.getByRole('list', { name: 'Reports, issues and downloads on the way' }).getByRole('link');
    const names = (await marks.all()).map((mark) => mark.getAttribute('aria-label'));
    expect(await Promise.all(names)).toEqual(['Warnings: 1', 'New report', 'Ready to download: driverMetadata']);
  });
});
