import { z } from 'zod';
import { jsonAnswer } from './answer.ts';
import type { ControlRoute } from './control-route.ts';
import { parseBody } from './parse-body.ts';
import type { ScenarioRunner } from './scenario-runner.ts';

const startSchema = z.strictObject({ everySeconds: z.number().min(0).optional() }).optional();
const advanceSchema = z.strictObject({ scenario: z.string().optional() }).optional();

/** Control calls that play scenarios. */
export function scenarioRoutes(scenarios: ScenarioRunner): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: 'scenarios',
      does: 'lists the scenarios, their keys, steps and what a watcher is to see',
      answer: () => jsonAnswer(200, { scenarios: scenarios.list() }),
    },
    {
      method: 'GET',
      path: 'scenarios/{name}',
      does: 'tells where a scenario stands',
      answer: ({ name }) => jsonAnswer(200, scenarios.status(name)),
    },
    {
      method: 'POST',
      path: 'scenarios/{name}',
      does: 'puts the first step in place; {everySeconds} advances it by itself, but never before all that changed was read',
      answer({ name, body }) {
        scenarios.start(name, parseBody(startSchema, body)?.everySeconds);
        return jsonAnswer(200, scenarios.status(name));
      },
    },
    {
      method: 'POST',
      path: 'advance',
      does: 'moves every running scenario, or the one named {scenario}, one step',
      answer: ({ body }) => jsonAnswer(200, { advanced: scenarios.advance(parseBody(advanceSchema, body)?.scenario) }),
    },
  ];
}
