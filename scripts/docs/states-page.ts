import { type Kind, kinds } from '../../shared/domain/submission-key.ts';
import { code, markdownTable } from '../markdown-table.ts';
import { fillTemplate } from './fill-template.ts';
import { describeState, type KnownState, knownStates, otherStates } from './known-states.ts';

const head = ['Place', 'State', 'Where', 'Outcome', 'Severity', 'Can stall', 'Settled'];

/** `docs/states.md`: every state of each kind with what the code makes of it. Kinds that are treated alike share a table. */
export function statesPage(template: string): string {
  const tables = Map.groupBy(kinds, stateTable);
  const sections = [...tables].map(([table, alike]) => `## ${alike.map((kind) => code(kind)).join(', ')}\n\n${table}`);
  return fillTemplate(template, { tables: sections.join('\n\n') });
}

function stateTable(kind: Kind): string {
  const other = otherStates[kind].flatMap((state) => describeState(kind, state));
  return markdownTable(head, [...knownStates(kind).map((state) => row(state)), ...other.map((state) => row(state))]);
}

function row({ read, condition, outcome, place, severity, canStall, isSettled }: KnownState): string[] {
  return [
    place === undefined ? '–' : String(place),
    code(read.state),
    condition,
    code(outcome),
    code(severity),
    canStall ? 'yes' : 'no',
    isSettled ? 'yes' : 'no',
  ];
}
