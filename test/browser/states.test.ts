import type { Page } from 'playwright-core';
import { describeInBrowser, type OpenBrowser, type Visit } from './describe-in-browser.ts';
import { type Fixture, startFixtureApi } from './fixture-api.ts';
import { type FixtureSubmission, fixtureNow, fixtureStatus, fixtureSubmission } from './fixture-data.ts';

type Api = Awaited<ReturnType<typeof startFixtureApi>>;

const running: Api[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((api) => api.stop()));
});

async function start(fixture: Partial<Fixture> = {}): Promise<Api> {
  const api = await startFixtureApi({ submissions: [], ...fixture });
  running.push(api);
  return api;
}

/** A page whose clock stands still until the test moves it: then the next refresh comes when it is asked for. */
async function visit(open: OpenBrowser, api: Api, query = ''): Promise<Visit> {
  const visited = await open();
  await visited.page.clock.install({ time: fixtureNow });
  await visited.page.goto(`${api.url}?code=${api.key}${query}`);
  return visited;
}

const some = (count: number) => Array.from({ length: count }, (_, number) => fixtureSubmission(number));
const row = (page: Page) => page.locator('.row');
/** What a reader may do is asked for once, beside the first answers; the way to track is offered when it is known. */
const mayWrite = (page: Page) => page.getByRole('link', { name: 'Track', exact: true }).waitFor();

describeInBrowser('the dashboard, before its API has answered', (open) => {
  it('shows that it is loading, and then what there is', async () => {
    const api = await start({ submissions: some(3) });
    api.become('hanging');
    const { page } = await visit(open, api);
    await page.getByText('Loading').first().waitFor({ state: 'attached' });
    api.become('well');
    await row(page).first().waitFor();
    expect(await page.getByText('Loading').count()).toBe(0);
  });

  it('tells a first visitor what to do', async () => {
    const { page, screenshot } = await visit(open, await start());
    await page.getByRole('heading', { name: 'Nothing is tracked yet' }).waitFor();
    await page.getByLabel('Keys of submissions or products').waitFor();
    await screenshot('first-start');
  });

  it('says so when nothing fits a filter, and leads out of it', async () => {
    const { page } = await visit(open, await start({ submissions: some(3) }), '&text=zebra');
    await page.getByText('No submission fits these filters.').waitFor();
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await row(page).first().waitFor();
  });
});

describeInBrowser('the dashboard, while its API is down', (open) => {
  it('says so, tries again and recovers by itself', async () => {
    const api = await start({ submissions: some(3) });
    api.become('down');
    const { page, expectProblems, screenshot } = await visit(open, api);
    expectProblems(/Failed to load resource/);
    await page.getByRole('alert').getByText('The API does not answer').waitFor();
    await screenshot('api-down');
    api.become('well');
    await page.clock.runFor(6_000);
    await row(page).first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('keeps showing what was known, and of when that is', async () => {
    const api = await start({ submissions: some(3) });
    const { page, expectProblems } = await visit(open, api);
    expectProblems(/Failed to load resource/);
    await row(page).first().waitFor();
    api.become('failing');
    await page.clock.runFor(6_000);
    await page.getByRole('alert').getByText('The request could not be served').waitFor();
    await page.getByText('What is shown is of 08:00').waitFor();
    expect(await row(page).count()).toBe(3);
    api.become('well');
    await page.getByRole('button', { name: 'Try now' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });
});

describeInBrowser('the dashboard of a watcher that is ill', (open) => {
  it('names what a person has to look at', async () => {
    const product = { key: 'addon:9NSAMPLEADD1', kind: 'addon', productId: '9NSAMPLEADD1', name: 'Gold', failures: 9 };
    const at = (minutes: number) => new Date(fixtureNow - minutes * 60_000).toISOString();
    const status = {
      ...fixtureStatus,
      status: 'degraded',
      message: 'events wait in the outbox',
      reasons: ['outbox-stuck'],
      oldestUnsent: at(12),
      budgets: [{ host: 'devCenter', perMinute: 20, tokens: 3, unansweredSince: at(30) }],
      unlistedProducts: [{ ...product, lastFailure: { reason: 'not-found', at: at(1) } }],
      channels: [
        { channel: 'drivers', isLate: true, isRefusing: false, oldestPending: at(20), failures: [] },
        {
          channel: 'store',
          isLate: false,
          isRefusing: true,
          failures: [
            { reason: 'HTTP 404', at: at(2) },
            { reason: 'HTTP 503', at: at(9) },
          ],
        },
        { channel: 'well', isLate: false, isRefusing: false, failures: [] },
      ],
    };
    const { page, screenshot } = await visit(open, await start({ submissions: some(3), more: { status } }));
    await page.getByText('Needs attention').click();

    const facts = page.locator('.watcher .facts');
    for (const text of [
      '3 left, 20 a minute, without an answer since 07:30',
      'Gold: not found',
      'late, the oldest came 20 min ago',
      'refused 2: HTTP 404',
      '12 min ago',
    ]) {
      await facts.getByText(text).waitFor();
    }
    expect(await facts.getByText('Channel well').count()).toBe(0);
    await screenshot('watcher-ill');
  });
});

describeInBrowser('the dashboard refreshes by itself', (open) => {
  it('and leaves typing, focus, scroll and what is open alone', async () => {
    const submissions: FixtureSubmission[] = some(60);
    const { page } = await visit(open, await start({ submissions }), '&kind=app');
    await row(page).nth(49).waitFor();
    await page.locator('.watcher summary').click();
    await page.evaluate('scrollTo(0, 900)');
    const focused = row(page).nth(20).getByRole('link');
    await focused.focus();
    const name = await focused.textContent();
    const scrolled = Number(await page.evaluate('scrollY'));
    expect(scrolled).toBeGreaterThan(0);

    submissions.unshift({ ...fixtureSubmission(1000), lastChangedAt: new Date(fixtureNow).toISOString() });
    await page.clock.runFor(6_000);
    await row(page).getByText('Submission 1000').waitFor();

    expect(await page.evaluate('document.activeElement.textContent')).toBe(name);
    expect(await page.locator('.watcher').getAttribute('open')).not.toBeNull();
    expect(await page.evaluate('scrollY')).toBeGreaterThanOrEqual(scrolled);
    await page.locator('#news').getByText('Now watched').waitFor({ state: 'attached' });
  });

  it('and tells a change that another place found first', async () => {
    const submissions: FixtureSubmission[] = some(3);
    const { page } = await visit(open, await start({ submissions }));
    await row(page).first().waitFor();
    submissions.unshift({ ...fixtureSubmission(1000), lastChangedAt: new Date(fixtureNow).toISOString() });
    await page.getByRole('link', { name: 'Products' }).click();
    await page.locator('#news').getByText('Submission 1000').waitFor({ state: 'attached' });
  });

  it('and tells a change while the rest of the answers is still to come', async () => {
    const submissions: FixtureSubmission[] = some(3);
    const api = await start({ submissions });
    const { page } = await visit(open, api);
    await row(page).first().waitFor();
    submissions.unshift({ ...fixtureSubmission(1000), lastChangedAt: new Date(fixtureNow).toISOString() });
    api.hold(/submissions/);
    await page.clock.runFor(6_000);
    await page.locator('#news').getByText('Submission 1000').waitFor({ state: 'attached' });
    expect(await row(page).getByText('Submission 1000').count()).toBe(0);
    api.become('well');
    await row(page).getByText('Submission 1000').waitFor();
  });

  it('and shows the change that came while a new place was asked about', async () => {
    const submissions: FixtureSubmission[] = some(3);
    const api = await start({ submissions });
    const { page } = await visit(open, api, '&view=products');
    await page.getByText('No product is watched.').waitFor();
    api.hold(/changes/);
    await page.getByRole('link', { name: 'Submissions', exact: true }).click();
    await row(page).first().waitFor();
    submissions.unshift({ ...fixtureSubmission(1000), lastChangedAt: new Date(fixtureNow).toISOString() });
    api.become('well');
    await page.locator('#news').getByText('Submission 1000').waitFor({ state: 'attached' });
    await page.clock.runFor(6_000);
    await row(page).getByText('Submission 1000').waitFor();
  });

  it('and asks little while nothing changes, or nothing ever did', async () => {
    const api = await start();
    const { page } = await visit(open, api);
    await page.getByRole('heading', { name: 'Nothing is tracked yet' }).waitFor();
    await mayWrite(page);
    const before = api.requests.length;
    await Promise.all([page.waitForResponse(/\/api\/changes/), page.clock.runFor(6_000)]);
    expect(api.requests.slice(before)).toEqual(['GET changes?limit=25']);
  });

  it('and asks little while nothing changes', async () => {
    const api = await start({ submissions: some(3) });
    const { page } = await visit(open, api);
    await row(page).first().waitFor();
    await mayWrite(page);
    const before = api.requests.length;
    await Promise.all([page.waitForResponse(/\/api\/changes/), page.clock.runFor(6_000)]);
    expect(api.requests.slice(before)).toEqual(['GET changes?limit=25']);
  });
});

describeInBrowser('the dashboard, with 2,000 submissions', (open) => {
  it('asks for pages, and shows more when asked', async () => {
    const api = await start({ submissions: some(2_000) });
    const { page, screenshot } = await visit(open, api);
    await page.getByRole('heading', { name: 'In flight' }).waitFor();
    expect(await row(page).count()).toBeLessThan(100);
    await screenshot('two-thousand');

    await page.getByRole('link', { name: 'All failed' }).click();
    await page.getByText('the last 50 that changed').waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByText('the last 100 that changed').waitFor();
    expect(await row(page).count()).toBe(100);

    await page.getByLabel('Search by name or id').fill('Submission 1774');
    await page.clock.runFor(500);
    await row(page).getByText('Submission 1774').waitFor();
    expect(await row(page).count()).toBe(1);
    for (const request of api.requests) expect(Number(/limit=(\d+)/.exec(request)?.[1] ?? 0)).toBeLessThanOrEqual(100);
  });
});

describeInBrowser('the dashboard, with a key that only reads', (open) => {
  it('shows everything and offers nothing that would be refused', async () => {
    const { page, expectProblems } = await visit(open, await start({ submissions: some(3), canWrite: false }));
    expectProblems(/401 \(Unauthorized\)/);
    await row(page).first().waitFor();
    expect(await page.getByRole('link', { name: 'Track' }).count()).toBe(0);
    await row(page).first().getByRole('link').click();
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    expect(await page.getByRole('button', { name: 'Stop tracking' }).count()).toBe(0);
  });

  it('says so where somebody who writes would begin', async () => {
    const { page, expectProblems } = await visit(open, await start({ canWrite: false }));
    expectProblems(/401 \(Unauthorized\)/);
    await page.getByText('Your key reads only.').waitFor();
    expect(await page.getByLabel('Keys of submissions or products').count()).toBe(0);
  });
});
