import { ControlProblem } from './control-problem.ts';
import type { Facet } from './facet.ts';
import { keysOf, type Scenario } from './scenario.ts';
import { scenarioCatalogue } from './scenario-catalogue.ts';
import { isDone, type Run } from './scenario-run.ts';
import type { State } from './state.ts';
import type { Submission } from './submission.ts';
import type { Submissions } from './submissions.ts';

export type ScenarioRunner = ReturnType<typeof createScenarioRunner>;

/**
 * Plays scenarios over the submissions. One that advances by itself is moved at the first request after its time, which
 * looks the same from outside as a timer and needs none.
 *
 * @param initial the scenarios that are started already.
 * @param changed called whenever one was started, moved or read.
 */
export function createScenarioRunner(
  submissions: Submissions,
  now: () => number,
  initial: State['runs'],
  changed: () => void,
) {
  const runs = new Map(initial.map((run) => [run.scenario.name, run]));

  function find(name: string): Scenario {
    const scenario = scenarioCatalogue.find((one) => one.name === name);
    if (!scenario) throw new ControlProblem(404, `There is no scenario ${name}`);
    return scenario;
  }

  function started(name: string): Run {
    const run = runs.get(find(name).name);
    if (!run) throw new ControlProblem(409, `The scenario ${name} has not been started`);
    return run;
  }

  function enter(run: Run, step: number): void {
    run.step = step;
    run.movedAt = now();
    changed();
    for (const [key, model] of Object.entries(run.scenario.steps[step - 1]?.put ?? {})) {
      const before = submissions.get(key);
      const { submission } = submissions.put(key, model);
      const facets = run.unread.get(key) ?? new Set();
      run.unread.set(key, facets.add('status'));
      // A watcher may read the status alone until a rollout moves.
      if (before && rolloutOf(before) !== rolloutOf(submission)) facets.add('rollout');
    }
  }

  function start(name: string, everySeconds?: number): void {
    const scenario = find(name);
    for (const key of keysOf(scenario)) submissions.remove(key);
    for (const [product, title] of Object.entries(scenario.products)) submissions.nameProduct(product, title);
    const auto = everySeconds === undefined ? {} : { everySeconds };
    const run: Run = { scenario, step: 0, movedAt: now(), unread: new Map(), ...auto };
    runs.set(name, run);
    enter(run, 1);
  }

  /** @returns what moved; a scenario that is done stays where it is. */
  function advance(name?: string) {
    const chosen = name === undefined ? [...runs.values()] : [started(name)];
    const moving = chosen.filter((run) => !isDone(run));
    for (const run of moving) enter(run, run.step + 1);
    return moving.map((run) => ({ name: run.scenario.name, step: run.step, done: isDone(run) }));
  }

  function unreadOf(run: Run): readonly string[] {
    // A submission that was taken away by hand will never be read.
    return [...run.unread].flatMap(([key, facets]) => (facets.size > 0 && submissions.get(key) ? [key] : []));
  }

  function advanceDue(): void {
    for (const run of runs.values()) {
      if (run.everySeconds === undefined || isDone(run)) continue;
      if (now() >= run.movedAt + run.everySeconds * 1000 && unreadOf(run).length === 0) enter(run, run.step + 1);
    }
  }

  function noteRead(key: string, shown: readonly Facet[]): void {
    for (const run of runs.values()) {
      for (const facet of shown) if (run.unread.get(key)?.delete(facet)) changed();
    }
  }

  function describe(scenario: Scenario) {
    const { name, description, steps } = scenario;
    const expects = steps.flatMap((step, index) => step.expects.map((one) => ({ ...one, step: index + 1 })));
    return { name, description, keys: keysOf(scenario), products: scenario.products, steps: steps.length, expects };
  }

  function status(name: string) {
    const scenario = find(name);
    const run = runs.get(name);
    const step = run?.step ?? 0;
    return {
      ...describe(scenario),
      running: run !== undefined && !isDone(run),
      step,
      done: run !== undefined && isDone(run),
      note: scenario.steps[step - 1]?.note ?? null,
      everySeconds: run?.everySeconds ?? null,
      unread: run ? unreadOf(run) : [],
    };
  }

  return {
    start,
    advance,
    advanceDue,
    noteRead,
    status,
    list: () => scenarioCatalogue.map(describe),
    all: () => [...runs.values()],
    clear() {
      runs.clear();
      changed();
    },
  };
}

function rolloutOf(submission: Submission): string | undefined {
  return submission.api === 'store' && submission.model.rollout ? JSON.stringify(submission.model.rollout) : undefined;
}
