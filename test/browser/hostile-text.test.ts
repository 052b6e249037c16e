import type { Page } from 'playwright-core';
import { describeInBrowser } from './describe-in-browser.ts';
import { startFixtureApi } from './fixture-api.ts';
import { type FixtureSubmission, fixtureEvent, fixtureNow, fixtureSubmission } from './fixture-data.ts';

const image = '<img src=x onerror="alert(1)">';
const script = '</script><script>alert(2)</script>';
const link = 'javascript:alert(3)';
const hostile = `"'><svg onload=alert(4)>${image}${script}\u202Egnp.exe\u0000`;

const victim: FixtureSubmission = {
  ...fixtureSubmission(3),
  name: hostile,
  state: `Certification${image}`,
  portalUrl: link,
  issues: [
    { severity: 'error', code: image, details: hostile },
    { severity: 'warning', code: 'x', details: script },
  ],
  reports: [{ date: '2026-03-01T00:00:00Z', url: link }],
  artifacts: [image],
};
const detail = {
  ...victim,
  durations: [{ state: victim.state, outcome: 'failed', since: victim.stateSince }],
  rollout: { percentage: 10, status: image },
};
const tracked = fixtureEvent(victim);
const history = [
  {
    ...tracked,
    id: `${victim.key}/3`,
    type: 'submissionwatch.submission.report-added.v1',
    data: { ...tracked.data, reports: [{ date: '2026-03-01T00:00:00Z', url: link }] },
  },
  {
    ...tracked,
    id: `${victim.key}/2`,
    type: `submissionwatch.${image}.v1`,
    data: { ...tracked.data, message: hostile },
  },
  tracked,
];
const product = {
  key: victim.productKey,
  kind: 'app',
  productId: victim.productId,
  name: image,
  watchedAt: victim.trackedAt,
  nextPollAt: victim.nextPollAt,
  pendingId: image,
  failures: 1,
  lastFailure: { reason: image, at: victim.trackedAt },
};

let api: Awaited<ReturnType<typeof startFixtureApi>>;
beforeAll(async () => {
  api = await startFixtureApi({
    submissions: [victim],
    products: [product],
    changes: history,
    more: { [`submissions/${victim.key}`]: detail, [`submissions/${victim.key}/history`]: { value: history } },
  });
});
afterAll(() => api.stop());

/** Elements that only hostile text could have made, and links that are code. */
async function planted(page: Page): Promise<number> {
  return page.locator('img, #page script, iframe, [onload], [onerror], a[href^="javascript" i], svg[onload]').count();
}

describeInBrowser('text from outside, on the dashboard,', (open) => {
  it.each([
    ['the list', ''],
    ['the search', `&text=${encodeURIComponent(hostile)}`],
    ['the product filter', `&product=${encodeURIComponent(image)}`],
    ['a submission', `&submission=${victim.key}`],
    ['a submission that is none', `&submission=${encodeURIComponent(hostile)}`],
    ['the products', '&view=products'],
  ])('is text and nothing else in %s', async (_place, query) => {
    const { page, expectProblems } = await open();
    if (query.includes('submission=%')) expectProblems(/404 \(Not Found\)/);
    await page.clock.setFixedTime(fixtureNow);
    await page.goto(`${api.url}?code=${api.key}${query}`);
    await page.locator('.watcher strong').waitFor();
    await page.locator('.skeleton').waitFor({ state: 'detached' });
    expect(await planted(page)).toBe(0);
  });

  it('can be read as it is, without what would turn its direction of writing', async () => {
    const { page } = await open();
    await page.goto(`${api.url}?code=${api.key}&submission=${victim.key}`);
    const heading = page.getByRole('heading', { level: 1 });
    await heading.getByText('onload=alert(4)').waitFor();
    expect(await heading.textContent()).toContain(image);
    expect(await heading.textContent()).not.toMatch(/[\u202E\0]/);
    expect(await page.getByRole('link', { name: 'Open in Partner Center' }).count()).toBe(0);
    await page.getByText('Certification report of').waitFor();
    expect(await page.getByRole('link', { name: 'Certification report of' }).count()).toBe(0);
  });

  it('could not become markup even where a script tried', async () => {
    const { page, problems, expectProblems } = await open();
    expectProblems(/TrustedHTML/);
    await page.goto(`${api.url}?code=${api.key}`);
    await page.locator('.row').waitFor();
    const tried = page.evaluate(`document.body.innerHTML = ${JSON.stringify(image)}`);
    await expect(tried).rejects.toThrow(/TrustedHTML/);
    expect(problems.join()).not.toMatch(/dialog/);
  });
});
