import { z } from 'zod';
import type { JsonBody } from './json-body.ts';
import { parseBody } from './parse-body.ts';
import { seededRandom } from './seeded-random.ts';

type Random = () => number;

const settingsSchema = z.strictObject({ seed: z.int() });

/** Fields whose values the hardware API prints in either casing. */
const hardwareEnums = new Set(['commitStatus', 'currentStep', 'state', 'type']);
/** Lists that only grow: empty, null and absent mean the same there. */
const vanishingWhenEmpty = new Set(['certificationReports', 'items']);
const isoDate = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?Z$/;

export type Noise = ReturnType<typeof createNoise>;

/** Makes every read look different without any change: order, date precision, casing, null for absent. */
export function createNoise() {
  let seed: number | undefined;
  const reads = new Map<string, number>();

  return {
    set(body: unknown) {
      const settings = parseBody(settingsSchema, body);
      seed = settings.seed;
      reads.clear();
      return settings;
    },
    clear() {
      seed = undefined;
    },
    /** @param path of the resource: its n-th read always gives the same for one seed, whatever else is read meanwhile. */
    apply(path: string, body: JsonBody, isHardware: boolean): JsonBody {
      if (seed === undefined) return body;
      const read = (reads.get(path) ?? 0) + 1;
      reads.set(path, read);
      return vary(body, '', seededRandom(`${seed} ${path} ${read}`), isHardware ? hardwareEnums : new Set());
    },
  };
}

function vary(value: JsonBody, field: string, random: Random, enums: ReadonlySet<string>): JsonBody {
  if (value === null || value === undefined) return random() < 0.5 ? null : undefined;
  if (typeof value === 'string') return enums.has(field) ? otherCasing(value, random) : otherPrecision(value, random);
  if (typeof value !== 'object' || JSON.isRawJSON(value)) return value;
  if (isList(value)) {
    if (value.length === 0 && vanishingWhenEmpty.has(field)) return ([[], null, undefined] as const)[pick(3, random)];
    return shuffled(value, random).map((one) => vary(one, field, random, enums));
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, vary(one, name, random, enums)]));
}

function isList(value: object): value is readonly JsonBody[] {
  return Array.isArray(value);
}

function otherCasing(value: string, random: Random): string {
  const first = value.slice(0, 1);
  return (random() < 0.5 ? first.toUpperCase() : first.toLowerCase()) + value.slice(1);
}

/** The same instant with none, three or seven digits of a second, never fewer than it needs. */
function otherPrecision(value: string, random: Random): string {
  const match = isoDate.exec(value);
  if (!match) return value;
  const digits = (match[2] ?? '').replace(/0+$/, '');
  const length = Math.max(digits.length, [0, 3, 7][pick(3, random)] ?? 0);
  return `${match[1]}${length > 0 ? `.${digits.padEnd(length, '0')}` : ''}Z`;
}

function shuffled(list: readonly JsonBody[], random: Random): JsonBody[] {
  return list
    .map((one) => ({ one, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

function pick(count: number, random: Random): number {
  return Math.floor(random() * count);
}
