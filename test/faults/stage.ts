import type { Performed } from './oracle/oracle.ts';
import type { Shown } from './oracle/walk.ts';
import { watchedProducts } from './script/cast.ts';
import type { Role, Script } from './script/script.ts';
import type { AppHost } from './world/app-host.ts';
import type { World } from './world/world.ts';

/** Where the script is performed: puts it into Partner Center, and asks the app to watch it. */
export interface Stage {
  /** Performs the next change of the script; one after the other, whoever asks. */
  change(): Promise<void>;
  /** Asks the app to watch what it was not yet asked, or did not answer, to watch. */
  trackAll(host: AppHost): Promise<void>;
  /** Lets the app forget a submission, until `trackAll`. */
  untrack(host: AppHost, key: string): Promise<void>;
  isTracked(): boolean;
  /** @param known keys that the app has rows of. */
  performed(known: ReadonlySet<string>): readonly Performed[];
}

interface OnStage {
  readonly role: Role;
  readonly versions: Shown[];
}

export async function createStage(world: World, script: Script): Promise<Stage> {
  const cast = new Map<string, OnStage>();
  /** Paths of the API that are still to be put. */
  const wanted = new Set<string>(watchedProducts.map((product) => `products/${product}`));
  let lastChange: Promise<unknown> = Promise.resolve();
  for (const product of watchedProducts) await world.partnerCenter('PUT', `products/${product}`, { name: product });

  async function perform(): Promise<void> {
    const role = script.next();
    const version = role.versions.at(-1);
    if (version === undefined) throw new Error(`${role.key} is in no state`);
    const known = cast.get(role.key);
    const on = known ?? { role, versions: [] };
    on.versions.push({ ...version, at: Date.now() });
    await (version.model === undefined
      ? world.partnerCenter('DELETE', `submissions/${role.key}`)
      : world.partnerCenter('PUT', `submissions/${role.key}`, version.model));
    cast.set(role.key, on);
    if (known === undefined && !role.isWatched) wanted.add(`submissions/${role.key}`);
  }

  /** Store products name two of their submissions, the one under way and the last published; of hardware all are listed. */
  function isListed({ role, versions }: OnStage): boolean {
    if (versions.at(-1)?.model === undefined) return false;
    if (role.product.startsWith('hardware:')) return true;
    const siblings = [...cast.values()].filter((other) => other.role.product === role.product);
    return siblings.at(-1)?.role === role;
  }

  return {
    change() {
      const change = lastChange.then(perform);
      lastChange = change.catch(() => undefined);
      return change;
    },
    async trackAll(host) {
      for (const path of wanted) {
        const answer = await host.api('PUT', path);
        if (answer?.status === 200 || answer?.status === 201) wanted.delete(path);
      }
    },
    async untrack(host, key) {
      await host.api('DELETE', `submissions/${key}`);
      wanted.add(`submissions/${key}`);
    },
    isTracked: () => wanted.size === 0,
    performed: (known) =>
      [...cast.values()].map((on) => ({
        key: on.role.key,
        versions: on.versions,
        isExpected: !on.role.isWatched || known.has(on.role.key) || isListed(on),
      })),
  };
}
