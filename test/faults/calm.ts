import type { Performed } from './oracle/oracle.ts';
import type { Stage } from './stage.ts';
import { allPages } from './world/api-pages.ts';
import type { AppHost } from './world/app-host.ts';

/** A submission as the app's API shows it, as far as it is looked at here. Times are ISO 8601. */
interface View {
  readonly key: string;
  readonly lastCheckedAt?: string;
  readonly lastChangedAt?: string;
  readonly nextPollAt: string;
  readonly unreachable?: object;
}

interface Status {
  readonly status: string;
  readonly oldestUnsent?: string;
  readonly reasons: readonly string[];
}

/** Everything that was performed, at a moment when the app has read all of it and has nothing left to send; or what is still amiss. */
type Quiet = { readonly passes: number } & ({ readonly performed: readonly Performed[] } | { readonly unrest: string });

const longestMs = 120_000;
/**
 * A settled submission is asked for rarely; nobody waits that long here. But for a second look after a 404 somebody does: whoever tracks
 * anew begins to count anew.
 */
const longestWaitMs = 10_000;

/**
 * Lets the app work with nothing in its way until it has seen and said everything, but no longer than two minutes.
 * @param pass a pass with the sweep after it.
 * @param checked how many versions of a submission were compared before: what has not moved since is not read again.
 */
export async function untilQuiet(
  host: AppHost,
  stage: Stage,
  pass: () => Promise<void>,
  checked: ReadonlyMap<string, number>,
): Promise<Quiet> {
  const begunAt = Date.now();
  const since = new Date(begunAt).toISOString();
  for (let passes = 1; ; passes += 1) {
    await stage.trackAll(host);
    await pass();
    const listed = await allPages<View>(host, 'submissions?limit=200&sort=key');
    const views = new Map(listed.map((view) => [view.key, view]));
    const performed = stage.performed(new Set(views.keys()));
    const { status, oldestUnsent, reasons } = await statusOf(host);
    const late = performed.filter(
      ({ key, versions, isExpected }) =>
        isExpected && checked.get(key) !== versions.length && !isSeen(versions.at(-1)?.model, views.get(key), since),
    );
    const isSaid = stage.isTracked() && status === 'healthy' && oldestUnsent === undefined;
    if (isSaid && late.length === 0) return { performed, passes };
    if (Date.now() - begunAt > longestMs) {
      const keys = late.map(({ key }) => JSON.stringify(views.get(key) ?? key)).join(', ');
      const unsent = oldestUnsent === undefined ? '' : `unsent since ${oldestUnsent}; `;
      return { passes, unrest: `${reasons.join(', ')}; ${unsent}not seen: ${keys}` };
    }
    for (const { key } of late) await wake(host, stage, views.get(key));
  }
}

/** Read once more after it last moved, which a full read may have to follow. */
function isSeen(model: object | undefined, view: View | undefined, since: string): boolean {
  if (view === undefined) return false;
  if (model === undefined) return view.unreachable !== undefined;
  const { lastCheckedAt = '', lastChangedAt = '' } = view;
  return view.unreachable === undefined && lastCheckedAt > since && lastCheckedAt > lastChangedAt;
}

async function wake(host: AppHost, stage: Stage, view: View | undefined): Promise<void> {
  if (view === undefined || Date.parse(view.nextPollAt) < Date.now() + longestWaitMs) return;
  await stage.untrack(host, view.key);
}

async function statusOf(host: AppHost): Promise<Status> {
  const answer = await host.api('GET', 'status');
  if (answer?.status !== 200) throw new Error(`GET status: ${JSON.stringify(answer)}`);
  return answer.body as Status;
}
