import type { ApiHost } from '../domain/api-host.ts';
import { type Diagnosis, diagnosisOf, type Finding } from '../domain/diagnosis.ts';
import { type Access, explainAccess, type PartName } from '../domain/explain-access.ts';
import { explainList, softened } from '../domain/explain-read.ts';
import { explainToken } from '../domain/explain-token.ts';
import type { SubmissionKey } from '../domain/submission-key.ts';
import type { PartnerCenter } from '../ports/partner-center.ts';
import type { PartnerCenterAccess } from '../ports/partner-center-access.ts';
import type { SubmissionStore } from '../ports/submission-store.ts';

/** Each part is opened by its own check, so that one that is dead does not hide the others. */
export interface DiagnoseDependencies {
  partnerCenter(): Promise<PartnerCenterAccess & Pick<PartnerCenter, 'read'>>;
  store(): Promise<Pick<SubmissionStore, 'list'>>;
  /** Whether MSI/EXE submissions are to be watched: the seller id is set. */
  readonly hasSellerId: boolean;
  /** Parts of Azure and webhooks, each with the name that a person is told. */
  readonly parts: readonly { readonly check: string; readonly part: PartName; open(): Promise<Access> }[];
}

/** Looks at everything that Submission Watch needs, leaves nothing changed, and says in a sentence each what is wrong. Never throws. */
export async function diagnose(dependencies: DiagnoseDependencies, signal: AbortSignal): Promise<Diagnosis> {
  const [partnerCenter, ...parts] = await Promise.all([
    checkPartnerCenter(dependencies, signal),
    ...dependencies.parts.map(async ({ check, part, open }) => explainAccess(check, part, await open())),
  ]);
  return diagnosisOf([
    { check: 'settings', status: 'ok', message: 'They make a configuration.' },
    ...partnerCenter,
    ...parts,
  ]);
}

const tokenChecks: Readonly<Record<ApiHost, string>> = {
  devCenter: 'token for hardware and Store',
  store: 'token for MSI/EXE',
};

async function checkPartnerCenter(dependencies: DiagnoseDependencies, signal: AbortSignal): Promise<Finding[]> {
  const access = await dependencies.partnerCenter();
  const [devCenter, msi] = await Promise.all([checkDevCenter(access, signal), checkMsi(dependencies, access, signal)]);
  return [...devCenter, ...msi];
}

async function checkDevCenter(access: PartnerCenterAccess, signal: AbortSignal): Promise<Finding[]> {
  const token = explainToken(tokenChecks.devCenter, await access.token('devCenter', signal));
  if (token.status === 'failed') return [token, skipped('hardware API', 'token'), skipped('Store API', 'token')];
  const [hardware, store] = await Promise.all([access.list('hardware', signal), access.list('store', signal)]);
  return [
    token,
    softened(explainList('hardware API', hardware), hardware, store),
    softened(explainList('Store API', store), store, hardware),
  ];
}

/** This API has no list: something that is tracked is read. */
async function checkMsi(
  { store, hasSellerId }: DiagnoseDependencies,
  access: PartnerCenterAccess & Pick<PartnerCenter, 'read'>,
  signal: AbortSignal,
): Promise<Finding[]> {
  const check = 'MSI/EXE API';
  const tracked = await store()
    .then(firstMsi)
    .catch(() => undefined);
  if (!hasSellerId && tracked === undefined) {
    return [{ check, status: 'skipped', message: 'No PARTNER_CENTER_SELLER_ID is set and nothing of it is tracked.' }];
  }
  const token = explainToken(tokenChecks.store, await access.token('store', signal));
  if (token.status === 'failed') return [token, skipped(check, 'token')];
  if (tracked === undefined) {
    return [
      token,
      { check, status: 'skipped', message: 'It has no list, and no MSI/EXE submission is tracked that could be read.' },
    ];
  }
  const result = await access.read(tracked, 'status', signal);
  if (result.outcome === 'read') return [token, { check, status: 'ok', message: 'A tracked submission can be read.' }];
  if (result.failure.reason === 'not-found') {
    return [token, { check, status: 'warning', message: `It answers, but knows no ${tracked.text} (404).` }];
  }
  return [token, explainList(check, { outcome: 'failed', failure: result.failure })];
}

const pagesToLookAt = 10;

async function firstMsi(store: Pick<SubmissionStore, 'list'>): Promise<SubmissionKey | undefined> {
  let after: SubmissionKey | undefined;
  for (let page = 0; page < pagesToLookAt; page += 1) {
    const { items, more } = await store.list({ size: 1_000, ...(after === undefined ? {} : { after }) });
    const found = items.find(({ key }) => key.product.kind === 'msi');
    after = items.at(-1)?.key;
    if (found !== undefined || !more) return found?.key;
  }
  return undefined;
}

function skipped(check: string, missing: string): Finding {
  return { check, status: 'skipped', message: `Not asked: there is no ${missing}.` };
}
