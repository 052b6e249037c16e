import { parseModel } from '../../../local/partner-center/submission-model.ts';
import { parseSubmissionKey } from '../../../shared/domain/submission-key.ts';
import { createRandom } from '../random.ts';
import { watchedProducts } from './cast.ts';
import { createScript, type Role } from './script.ts';

function played(seed: number, changes: number): readonly Role[] {
  const script = createScript(createRandom(`${seed}`));
  for (let change = 0; change < changes; change += 1) script.next();
  return script.roles;
}

it('is the same for the same seed, and another for another', () => {
  expect(JSON.stringify(played(1, 300))).toBe(JSON.stringify(played(1, 300)));
  expect(JSON.stringify(played(1, 300))).not.toBe(JSON.stringify(played(2, 300)));
});

it('names submissions of all kinds, some of them one and the same double', () => {
  const keys = played(1, 600).map(({ key }) => key);
  const parsed = keys.map((key) => parseSubmissionKey(key));
  expect(parsed.map((key) => key?.text)).toEqual(keys);
  expect(new Set(parsed.map((key) => key?.product.kind))).toEqual(
    new Set(['hardware', 'addon', 'app', 'flight', 'msi']),
  );
  const hardware = parsed.filter((key) => key?.product.kind === 'hardware').map((key) => key?.submissionId ?? '');
  expect(new Set(hardware).size).toBe(hardware.length);
  expect(new Set(hardware.map(Number)).size).toBeLessThan(hardware.length);
});

it('says only what the simulated Partner Center takes', () => {
  for (const { key, versions } of played(2, 2_000)) {
    const kind = parseSubmissionKey(key)?.product.kind ?? 'msi';
    for (const { model } of versions) if (model !== undefined) expect(() => parseModel(kind, model)).not.toThrow();
  }
});

it('moves through states, issues, reports, artifacts and rollouts, and lets submissions vanish and come back', () => {
  const roles = played(3, 3_000);
  const faces = roles.flatMap(({ versions }) => versions.flatMap(({ face }) => face ?? []));
  const outcomes = ['draft', 'inProgress', 'waiting', 'succeeded', 'failed', 'canceled', 'unknown'];
  expect(new Set(faces.map(({ outcome }) => outcome))).toEqual(new Set(outcomes));
  const has = (what: (face: (typeof faces)[number]) => boolean) => faces.filter(what).length;
  expect(has(({ issues }) => issues === 'unstated')).toBeGreaterThan(10);
  expect(has(({ issues }) => issues !== 'unstated' && issues.length > new Set(issues).size)).toBeGreaterThan(5);
  expect(has(({ issues }) => issues.length > 200)).toBeGreaterThan(0);
  expect(has(({ reports }) => reports.length > 1)).toBeGreaterThan(10);
  expect(has(({ artifacts }) => artifacts.length > 1)).toBeGreaterThan(10);
  expect(has(({ rollout }) => rollout?.status === 'PackageRolloutComplete')).toBeGreaterThan(5);
  expect(has(({ hidesStep }) => hidesStep === true)).toBeGreaterThan(10);
  const cameBack = roles.filter(({ versions }) =>
    versions.some(({ face }, index) => face === undefined && versions[index + 1]?.face !== undefined),
  );
  expect(cameBack.length).toBeGreaterThan(10);
});

it('lets one submission after the other come to the products that are watched', () => {
  const script = createScript(createRandom('watched'));
  const last = new Map<string, Role>();
  const left = new Set<Role>();
  for (let change = 0; change < 2_000; change += 1) {
    const role = script.next();
    if (!role.isWatched) continue;
    const before = last.get(role.product);
    if (before !== undefined && before !== role) left.add(before);
    last.set(role.product, role);
    expect(left).not.toContain(role);
  }
  expect([...last.keys()].sort()).toEqual([...watchedProducts].sort());
  expect(left.size).toBeGreaterThan(3);
});
