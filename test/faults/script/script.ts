import type { Random } from '../random.ts';
import { type Entrance, enter, watchedProducts } from './cast.ts';
import type { Face } from './face.ts';
import type { Told } from './story.ts';

/** One state of a submission in the simulated Partner Center. Without model and face it is not there (any more, or for now). */
export interface Version {
  readonly model?: Told['model'];
  readonly face?: Face;
}

export interface Role {
  readonly key: string;
  readonly product: string;
  /** Found by watching its product, instead of being tracked by its key. */
  readonly isWatched: boolean;
  /** Oldest first; the last is how it is now. */
  readonly versions: readonly Version[];
}

export interface Script {
  readonly roles: readonly Role[];
  /** Writes the next change: the role that has a new last version. It depends on the seed and the number of calls alone. */
  next(): Role;
}

/** Submissions that something still happens to. */
const mostAlive = 12;
const fewestAlive = 6;

interface Acting extends Role {
  readonly versions: Version[];
  readonly entrance: Entrance;
}

/** A play of submissions of all kinds: they appear, move, vanish and come back, and are done some day. */
export function createScript(random: Random): Script {
  const roles: Acting[] = [];
  const alive: Acting[] = [];

  function next(): Role {
    for (;;) {
      if (alive.length < fewestAlive || (alive.length < mostAlive && random.chance(0.12))) return appear();
      const role = random.pick(alive);
      const version = turn(role);
      if (version !== undefined) {
        role.versions.push(version);
        return role;
      }
      alive.splice(alive.indexOf(role), 1);
    }
  }

  function appear(): Role {
    const free = watchedProducts.filter((product) => !alive.some((role) => role.product === product));
    const watched = free.length > 0 && random.chance(0.4) ? random.pick(free) : undefined;
    const entrance = enter(random, roles.length, watched);
    const first = entrance.story();
    if (first === undefined) throw new Error('Every story has a beginning');
    const { key, product } = entrance;
    const role = { key, product, isWatched: watched !== undefined, versions: [first], entrance };
    roles.push(role);
    alive.push(role);
    return role;
  }

  function turn(role: Acting): Version | undefined {
    const last = role.versions.at(-1);
    const before = role.versions.at(-2);
    if (last?.model === undefined) return before;
    if (random.chance(0.03)) return {};
    return role.entrance.story();
  }

  return { roles, next };
}
