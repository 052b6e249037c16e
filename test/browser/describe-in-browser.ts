import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findBrowser } from './find-browser.ts';
import { alike, launchBrowser } from './launch-browser.ts';

/** A tab, in a window of its own. */
export interface Visit {
  readonly page: Page;
  /** What went wrong so far: errors of scripts, messages of the console, refusals of the Content-Security-Policy. */
  readonly problems: readonly string[];
  /** Such problems are what the test is about; any other fails it. */
  expectProblems(like: RegExp): void;
  /** Into the git-ignored folder, for whoever wants to see. */
  screenshot(name: string): Promise<void>;
}

export type OpenBrowser = (options?: BrowserContextOptions) => Promise<Visit>;

const path = findBrowser(process.env);
const screenshots = 'test-output';

/** A machine that is busy with other tests is slow and not wrong; only what never comes is. */
const patienceMs = 90_000;
jest.setTimeout(3 * patienceMs);

/**
 * Tests in a real browser, each in a fresh window. A problem on a page fails the test. Where no browser is installed they are
 * skipped; under `CI=true` that is a failure.
 */
export function describeInBrowser(title: string, tests: (open: OpenBrowser) => void): void {
  if (path === undefined && process.env['CI'] !== 'true') {
    describe(title, () => {
      it.skip('is skipped: no Chromium, Chrome or Edge was found, and BROWSER_PATH names none', () => {});
    });
    return;
  }
  describe(title, () => {
    let browser: Browser;
    let visits: (Visit & { unexpected(): readonly string[]; close(): Promise<void> })[] = [];

    beforeAll(async () => {
      if (path === undefined) throw new Error('No Chromium, Chrome or Edge was found, and CI must have one');
      browser = await launchBrowser(path);
    });
    afterEach(async () => {
      const ended = visits;
      visits = [];
      await Promise.all(ended.map((visit) => visit.close()));
      expect(ended.flatMap((visit) => visit.unexpected())).toEqual([]);
    });
    afterAll(() => browser?.close());

    tests(async (options = {}) => {
      const visit = await startVisit(browser, options);
      visits.push(visit);
      return visit;
    });
  });
}

async function startVisit(browser: Browser, options: BrowserContextOptions) {
  const context = await browser.newContext({ ...alike, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const problems: string[] = [];
  const expected: RegExp[] = [];
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  });
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  return {
    page,
    problems,
    expectProblems: (like: RegExp) => void expected.push(like),
    async screenshot(name: string) {
      mkdirSync(screenshots, { recursive: true });
      const size = page.viewportSize();
      // Rows out of sight are not painted, and would be missing in the picture.
      const height = Number(await page.evaluate('document.documentElement.scrollHeight'));
      if (size !== null) await page.setViewportSize({ ...size, height: Math.max(size.height, height) });
      await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
      if (size !== null) await page.setViewportSize(size);
    },
    unexpected: () => problems.filter((problem) => !expected.some((like) => like.test(problem))),
    close: () => context.close(),
  };
}
