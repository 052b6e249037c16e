import fc from 'fast-check';
import type { Issue, Observation, Report } from '../../shared/domain/snapshot.ts';

const optional = ['name', 'publishMode', 'hasFailed', 'errors', 'warnings', 'reports', 'artifacts', 'rollout'] as const;

/**
 * The same read in other words: lists in another order, letters in other casing, other white space and GUIDs in texts,
 * other fractions of a second in dates, other signatures in links, some parts not stated at all, and for hardware now and
 * then without its workflow.
 */
export function restatementOf(read: Observation): fc.Arbitrary<Observation> {
  return fc
    .record({
      words: fc.infiniteStream(fc.nat(2 ** 20)),
      unstated: fc.subarray([...optional]),
      lacksWorkflow: fc.boolean(),
      errors: shuffled(read.errors),
      warnings: shuffled(read.warnings),
      reports: shuffled(read.reports),
      artifacts: shuffled(read.artifacts),
    })
    .map(({ words, unstated, lacksWorkflow, ...lists }) => {
      const next = () => words.next().value ?? 0;
      const { rollout, publishMode } = read;
      const whole: Observation = {
        ...read,
        state: recased(read.state, next()),
        ...(publishMode === undefined ? {} : { publishMode: recased(publishMode, next()) }),
        ...(lists.errors === undefined ? {} : { errors: lists.errors.map((issue) => reworded(issue, next())) }),
        ...(lists.warnings === undefined ? {} : { warnings: lists.warnings.map((issue) => reworded(issue, next())) }),
        ...(lists.reports === undefined ? {} : { reports: lists.reports.map((report) => resigned(report, next())) }),
        ...(lists.artifacts === undefined ? {} : { artifacts: lists.artifacts.map((type) => recased(type, next())) }),
        ...(rollout ? { rollout: { ...rollout, status: recased(rollout.status, next()) } } : {}),
        ...(lacksWorkflow && read.state.includes('/') ? { state: 'commitComplete', errors: [], warnings: [] } : {}),
      };
      return Object.fromEntries(
        Object.entries(whole).filter(([name]) => !unstated.some((part) => part === name)),
      ) as unknown as Observation;
    });
}

function shuffled<T>(list: readonly T[] | undefined): fc.Arbitrary<T[] | undefined> {
  return list === undefined ? fc.constant(undefined) : fc.shuffledSubarray([...list], { minLength: list.length });
}

/** Some ASCII letters in the other casing: those that the bits of `choice` name. */
function recased(text: string, choice: number): string {
  let bits = choice;
  return text.replace(/[a-z]/gi, (letter) => {
    bits = (bits * 5 + 3) % 2 ** 20;
    return bits % 2 === 0 ? letter.toLowerCase() : letter.toUpperCase();
  });
}

function reworded(issue: Issue, choice: number): Issue {
  const guid = `${choice.toString(16).padStart(8, '0')}-58c4-4a0e-9a6e-0c1b9f7de001`;
  const spaced = issue.details.replaceAll(' ', choice % 2 === 0 ? ' \t' : '\n');
  const details = recased(spaced.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, guid), choice);
  return { ...issue, code: recased(issue.code, choice), details: ` ${details}` };
}

function resigned({ date, url }: Report, choice: number): Report {
  const fraction = String(choice % 1_000).padStart(3, '0');
  return {
    ...(date === undefined ? {} : { date: `${date.slice(0, -'000Z'.length)}${fraction}Z` }),
    ...(url === undefined ? {} : { url: `${recased(url.split('?')[0] ?? '', choice)}?v=${choice}` }),
  };
}
