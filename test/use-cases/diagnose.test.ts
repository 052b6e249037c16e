import type { ListAccess } from '../../shared/domain/explain-read.ts';
import type { TokenResult } from '../../shared/domain/explain-token.ts';
import type { Failure } from '../../shared/domain/tracked-submission.ts';
import { type DiagnoseDependencies, diagnose } from '../../shared/use-cases/diagnose.ts';
import { keyTexts } from '../support/a-submission-key.ts';
import { createWatcher } from '../support/a-watcher.ts';
import { keyOf } from '../support/key-of.ts';

interface Outside {
  readonly tokens: { devCenter: TokenResult; store: TokenResult };
  readonly lists: { hardware: ListAccess; store: ListAccess };
  msi: 'read' | Failure;
}

const issued: TokenResult = { outcome: 'issued' };
const refused: TokenResult = { outcome: 'refused', message: 'AADSTS7000222' };
const listed: ListAccess = { outcome: 'listed', count: 1 };
const signal = new AbortController().signal;

function anOutside(): Outside {
  return { tokens: { devCenter: issued, store: issued }, lists: { hardware: listed, store: listed }, msi: 'read' };
}

function dependencies(outside: Outside, changes: Partial<DiagnoseDependencies> = {}): DiagnoseDependencies {
  return {
    partnerCenter: async () => ({
      token: async (host) => outside.tokens[host],
      list: async (api) => outside.lists[api],
      read: async () =>
        outside.msi === 'read'
          ? { outcome: 'read', observation: { state: 'INPROGRESS' }, requests: 1 }
          : { outcome: 'failed', failure: { message: 'x', ...outside.msi }, requests: 1 },
    }),
    store: async () => createWatcher().table.store,
    hasSellerId: false,
    parts: [{ check: 'topic', part: 'topic', open: async () => ({ outcome: 'open' }) }],
    ...changes,
  };
}

const statuses = async (given: DiagnoseDependencies) =>
  (await diagnose(given, signal)).findings.map(({ check, status }) => `${check}: ${status}`);

describe('a diagnosis', () => {
  it('is well when everything is, and leaves out the API that nobody uses', async () => {
    expect(await diagnose(dependencies(anOutside()), signal)).toMatchObject({ status: 'ok' });
    expect(await statuses(dependencies(anOutside()))).toEqual([
      'settings: ok',
      'token for hardware and Store: ok',
      'hardware API: ok',
      'Store API: ok',
      'MSI/EXE API: skipped',
      'topic: ok',
    ]);
  });

  it('asks no API without a token, and the other parts all the same', async () => {
    const outside = { ...anOutside(), tokens: { devCenter: refused, store: refused } };
    expect(await statuses(dependencies(outside, { hasSellerId: true }))).toEqual([
      'settings: ok',
      'token for hardware and Store: failed',
      'hardware API: skipped',
      'Store API: skipped',
      'token for MSI/EXE: failed',
      'MSI/EXE API: skipped',
      'topic: ok',
    ]);
  });

  it('tells an account without hardware rights from one without any', async () => {
    const forbidden: ListAccess = { outcome: 'failed', failure: { reason: 'forbidden', status: 403 } };
    const hardware = dependencies({ ...anOutside(), lists: { hardware: forbidden, store: listed } });
    const both = dependencies({ ...anOutside(), lists: { hardware: forbidden, store: forbidden } });
    expect(await statuses(hardware)).toContain('hardware API: warning');
    expect(await statuses(both)).toEqual(expect.arrayContaining(['hardware API: failed', 'Store API: failed']));
  });

  describe('of MSI/EXE', () => {
    const watcher = createWatcher();
    const store = async () => watcher.table.store;
    beforeAll(async () => {
      await watcher.track(keyOf(keyTexts.addon));
      await watcher.track(keyOf(keyTexts.msi));
    });

    it.each([
      ['reads what is tracked', 'read', 'ok'],
      ['is to be looked at when that is gone', { reason: 'not-found', status: 404 }, 'warning'],
      ['fails when the seller is wrong', { reason: 'invalid-request', status: 400 }, 'failed'],
    ] as const)('%s', async (_title, msi, status) => {
      expect(await statuses(dependencies({ ...anOutside(), msi }, { store }))).toContain(`MSI/EXE API: ${status}`);
    });

    it('goes without the table where that cannot be read', async () => {
      const dead = async () => Promise.reject(new Error('dead'));
      const found = await statuses(dependencies(anOutside(), { store: dead, hasSellerId: true }));
      expect(found).toEqual(expect.arrayContaining(['token for MSI/EXE: ok', 'MSI/EXE API: skipped']));
    });
  });
});
