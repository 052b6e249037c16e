import { mutants } from './mutants.ts';
import { changedSource } from './world/app-copy.ts';

it.each(mutants)('$name still fits the source that it changes', (mutant) => {
  expect(changedSource(mutant)).toContain(mutant.edits.at(-1)?.to);
});
