import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { operations } from '../../functions/api/operations.ts';
import { stopHosts } from '../local/functions-host-process.ts';
import { startLaptop } from '../support/laptop.ts';
import { describeInBrowser, type OpenBrowser, type Visit } from './describe-in-browser.ts';

const addon = 'addon:9NSAMPLE0ADN:1152921505689378154';
const driver = 'hardware:13635057453741329:1152921504621441930';
const app = 'app:9NSAMPLEAPP1:1152921505694900057';
const product = 'hardware:13635057453741329';
const image = '<img src=x onerror="alert(1)">';

let laptop: Awaited<ReturnType<typeof startLaptop>>;

beforeAll(async () => {
  laptop = await startLaptop();
  await laptop.startHost();
});
afterAll(async () => {
  await laptop.stop();
  await stopHosts();
});

async function visit(open: OpenBrowser, query = '', key = laptop.host().line.keys.default): Promise<Visit> {
  const visited = await open();
  await visited.page.goto(`${laptop.host().line.url}/api/dashboard?code=${key}${query}`);
  return visited;
}

/** Puts it into the simulated Partner Center and has it read. */
async function becomes(key: string, model: object): Promise<void> {
  await laptop.put(key, model);
  const { status } = await laptop.api('PUT', `submissions/${key}`);
  expect([200, 201]).toContain(status);
  await laptop.pass();
}

const row = (page: Page, name: string) => page.locator('.row').filter({ hasText: name });

describeInBrowser('the dashboard of the app as it runs', (open) => {
  it('helps with the first submission, from an empty start to its first state', async () => {
    await laptop.put(addon, { friendlyName: 'Submission 4', status: 'PreProcessing' });
    const { page } = await visit(open);
    await page.getByRole('heading', { name: 'Nothing is tracked yet' }).waitFor();
    await page.getByLabel('Keys of submissions or products').fill(`${addon}\nnot-a-key\n`);
    await page.getByRole('button', { name: 'Track or watch' }).click();
    await page.getByText('not-a-key').getByText('is not a key').or(page.getByText('is not a key')).waitFor();
    await row(page, 'Will be read at the next pass').waitFor();
    await laptop.pass();
    await row(page, 'PreProcessing for').waitFor();
    await row(page, 'Submission 4').getByText('In progress').waitFor();
  });

  it('takes the key out of the address, keeps it for the tab and gives it to nobody else', async () => {
    const key = laptop.host().line.keys.default;
    const { page } = await visit(open, '&kind=addon');
    await row(page, 'Submission 4').waitFor();
    expect(page.url()).not.toContain(key);
    expect(await page.evaluate('history.length')).toBeLessThanOrEqual(2);
    await page.reload();
    await row(page, 'Submission 4').waitFor();
    expect(await page.content()).not.toContain(key);
    expect(await page.evaluate('localStorage.length + document.cookie.length')).toBe(0);
  });

  it('keeps search and filters in the address, through reload, back and forward', async () => {
    await becomes(app, {
      friendlyName: 'Submission 12',
      status: 'CertificationFailed',
      errors: [{ code: 'Other', details: 'It did not pass certification.' }],
    });
    const { page } = await visit(open);
    await row(page, 'Submission 4').waitFor();
    await page.getByRole('link', { name: 'Failed', exact: true }).click();
    await row(page, 'It did not pass certification.').waitFor();
    await row(page, 'Submission 4').waitFor({ state: 'detached' });
    await page.getByLabel('Search by name or id').fill('zebra');
    await page.getByText('No submission fits these filters.').waitFor();
    expect(new URL(page.url()).search).toBe('?text=zebra&outcome=failed');
    await page.reload();
    await page.getByText('No submission fits these filters.').waitFor();
    expect(await page.getByLabel('Search by name or id').inputValue()).toBe('zebra');
    await page.goBack();
    await row(page, 'Submission 4').waitFor();
    expect(await page.getByLabel('Search by name or id').inputValue()).toBe('');
    await page.goForward();
    await page.getByText('No submission fits these filters.').waitFor();
  });

  it("draws a submission's way, and goes on drawing while it moves", async () => {
    const signing = {
      name: 'Wi-Fi 7 Adapter',
      commitStatus: 'commitComplete',
      currentStep: 'signing',
      state: 'started',
    };
    await becomes(driver, signing);
    const { page, screenshot } = await visit(open);
    await row(page, 'Wi-Fi 7 Adapter').getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Wi-Fi 7 Adapter' }).waitFor();
    const states = page.locator('.bars > li');
    await states.filter({ hasText: 'signing/started' }).waitFor();
    expect(await states.count()).toBe(1);
    const portal = page.getByRole('link', { name: 'Open in Partner Center' });
    expect(await portal.getAttribute('href')).toMatch(
      /^https:\/\/partner\.microsoft\.com\/dashboard\/hardware\/driver\//,
    );
    expect(await portal.getAttribute('rel')).toContain('noopener');

    await laptop.put(driver, {
      ...signing,
      currentStep: 'finalizeIngestion',
      state: 'completed',
      downloads: ['initialPackage', 'signedPackage', 'certificationReport'],
    });
    await laptop.pass();
    await states.filter({ hasText: 'finalizeIngestion/completed' }).waitFor();
    expect(await states.count()).toBe(2);
    await page.locator('.head').getByText('Succeeded').waitFor();
    await page.getByText('To download: signedPackage', { exact: true }).waitFor();
    await page.locator('.mark').first().waitFor();
    await page.getByRole('heading', { name: 'Ready to download: signedPackage' }).waitFor();
    await page.locator('#news').getByText('Wi-Fi 7 Adapter').waitFor({ state: 'attached' });
    await screenshot('real-submission');

    await page.goBack();
    await row(page, 'Wi-Fi 7 Adapter').getByText('Succeeded').waitFor();
    await page.locator('.feed').getByText('Finished: signing/started → finalizeIngestion/completed').waitFor();
    await screenshot('real-list');
  });

  it('saves the history as a file', async () => {
    const { page } = await visit(open, `&submission=${driver}`);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'History as CSV' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toBe(`${driver.replaceAll(':', '-')}.csv`);
    const lines = readFileSync(await saved.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(lines[0]).toMatch(/^time,type,/);
    expect(lines[1]).toContain('tracked');
  });

  it('stops tracking after asking once more, and takes that back', async () => {
    const { page } = await visit(open, `&submission=${addon}`);
    await page.getByRole('button', { name: 'Stop tracking' }).click();
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByRole('button', { name: 'Stop tracking' }).click();
    await page.getByRole('button', { name: 'Yes, stop tracking' }).click();
    await page.getByText('Submission 4 is not tracked any more.').waitFor();
    await row(page, 'Submission 4').waitFor({ state: 'detached' });
    expect(await laptop.api('GET', `submissions/${addon}`)).toMatchObject({ status: 404 });
    await page.getByRole('button', { name: 'Undo' }).click();
    await row(page, 'Submission 4').waitFor();
    expect(await laptop.api('GET', `submissions/${addon}`)).toMatchObject({ status: 200 });
  });

  it('says so where nobody tracks a submission, and tracks it', async () => {
    await laptop.api('DELETE', `submissions/${addon}`);
    const { page, expectProblems } = await visit(open, `&submission=${addon}`);
    expectProblems(/404 \(Not Found\)/);
    await page.getByRole('heading', { name: 'This submission is not tracked' }).waitFor();
    await page.getByRole('button', { name: 'Track it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Submission 4' }).waitFor();
  });

  it('watches a product, and stops watching', async () => {
    const { page } = await visit(open, '&view=add');
    await page.getByLabel('Keys of submissions or products').fill(product);
    await page.getByRole('button', { name: 'Track or watch' }).click();
    await page.getByText('is followed from now on.').waitFor();
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Products' }).click();
    const watched = row(page, '13635057453741329');
    await watched.waitFor();
    await watched.getByRole('button', { name: 'Stop watching' }).click();
    await watched.getByRole('button', { name: 'Yes, stop watching' }).click();
    await page.getByText('No product is watched.').waitFor();
  });

  it('shows what comes from Partner Center as text, whatever it is', async () => {
    const key = 'addon:9NSAMPLE0ADN:1152921505689378999';
    await becomes(key, {
      friendlyName: `Name ${image}`,
      status: 'PreProcessing',
      warnings: [{ code: 'Other', details: `Look here: ${image}</p><script>alert(2)</script>` }],
    });
    const { page } = await visit(open);
    await row(page, image).getByRole('link').click();
    await page.getByText(`Look here: ${image}`).first().waitFor();
    expect(await page.locator('img, #page script').count()).toBe(0);
  });

  it('asks for another key where one is refused, and opens with it', async () => {
    const { page, expectProblems } = await visit(open, '', 'wrong');
    expectProblems(/401 \(Unauthorized\)/);
    await page.getByRole('heading', { name: 'This key was refused' }).waitFor();
    expect(await page.locator('.row').count()).toBe(0);
    await page.getByLabel('Function key').fill(laptop.host().line.keys.default);
    await page.getByRole('button', { name: 'Open' }).click();
    await row(page, 'Submission 4').waitFor();
  });

  it('weighs less than 60 KB in all', async () => {
    const visited = await open();
    const sizes: Promise<number>[] = [];
    visited.page.on('response', (response) => {
      if (!response.url().includes('/api/dashboard')) return;
      const size = async () => {
        const { responseBodySize, responseHeadersSize } = await response.request().sizes();
        return responseBodySize + responseHeadersSize;
      };
      sizes.push(size());
    });
    await visited.page.goto(`${laptop.host().line.url}/api/dashboard?code=${laptop.host().line.keys.default}`);
    await row(visited.page, 'Submission 4').waitFor();
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(sizes.length).toBeGreaterThanOrEqual(3);
    expect(total).toBeGreaterThan(1_000);
    expect(total).toBeLessThan(60_000);
  });

  it('needs a key for reading alone, and offers no more with one', async () => {
    const reader = 'one-value-for-every-function-that-reads';
    const file = join(laptop.host().stateDirectory, 'keys.json');
    const keys = JSON.parse(readFileSync(file, 'utf8'));
    for (const { id, access } of operations) if (access === 'read') keys.functions[id] = reader;
    await laptop.host().stop();
    writeFileSync(file, JSON.stringify(keys));
    await laptop.startHost();

    const { page, expectProblems } = await visit(open, '', reader);
    expectProblems(/401 \(Unauthorized\)/);
    await row(page, 'Submission 4').getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Submission 4' }).waitFor();
    await page.locator('.bar').first().waitFor();
    await page.getByRole('link', { name: 'Products' }).click();
    await page.getByText('No product is watched.').waitFor();
    expect(await page.getByRole('link', { name: 'Track' }).count()).toBe(0);
  });
});
