import type { Blow, Strike } from './plan.ts';
import type { Stage } from './stage.ts';
import type { Tally } from './tally.ts';
import type { AppHost, Witness } from './world/app-host.ts';
import type { Step } from './world/steps.ts';
import type { Verdict } from './world/tcp-tap.ts';
import type { World } from './world/world.ts';

interface ArmedStrikes {
  /** Ends the watch, and resolves when all that was begun is done. */
  disarm(): Promise<void>;
}

/** Watches the traffic of the hosts and strikes when the moment of a strike has come. */
export function armStrikes(world: World, stage: Stage, tally: Tally, strikes: readonly Strike[]): ArmedStrikes {
  const begun: Promise<unknown>[] = [];
  const hosts = [world.hosts.first, world.hosts.second];
  for (const host of hosts) {
    const own = strikes.filter((strike) => world.hosts[strike.host] === host);
    host.witness(own.length === 0 ? undefined : witnessOf(host, own));
  }

  function witnessOf(host: AppHost, own: readonly Strike[]): Witness {
    const reached = new Map<Step | 'any', number>();
    const pending = new Set(own);
    const count = (what: Step | 'any') => reached.set(what, (reached.get(what) ?? 0) + 1);
    const isDue = ({ moment }: Strike, step: Step | undefined) =>
      (moment.step === 'any' || moment.step === step) && (reached.get(moment.step) ?? 0) >= moment.nth;
    return (step) => {
      count('any');
      if (step !== undefined) count(step);
      const due = [...pending].find((strike) => isDue(strike, step));
      if (due === undefined) return 'pass';
      pending.delete(due);
      tally.add(`${due.blow}: ${due.moment.step === 'any' ? 'at a random moment' : due.moment.step}`);
      return strikeNow(host, due.blow, step);
    };
  }

  async function strikeNow(host: AppHost, blow: Blow, step: Step | undefined): Promise<Verdict> {
    switch (blow) {
      case 'kill the app':
        if (step !== 'after read') {
          await host.kill();
          return 'drop';
        }
        // It is to have the answer, and to die over it.
        setImmediate(() => begun.push(host.kill()));
        return 'pass';
      case 'cut the connection':
        return 'cut';
      case 'kill the broker':
        await world.broker.kill();
        return 'pass';
      case 'stop the broker':
        await world.broker.stop();
        return 'pass';
      case 'restart Azurite':
        // Not waited for: it may wait for the very request that is held here.
        begun.push(world.restartAzurite());
        return 'pass';
      case 'change Partner Center':
        await stage.change();
        return 'pass';
    }
  }

  return {
    async disarm() {
      for (const host of hosts) host.witness(undefined);
      await Promise.all(begun);
    },
  };
}
