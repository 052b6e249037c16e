import { readFileSync } from 'node:fs';
import { exampleEvent } from '../support/example-events.ts';

const sample = readFileSync('docs/samples/failures.logic-app.json', 'utf8');
const definition = JSON.parse(sample);

describe('the Logic App of the samples', () => {
  it('asks for nothing that an event does not have', () => {
    const { event } = exampleEvent('submission.state-changed');
    const paths = [...sample.matchAll(/outputs\('Event'\)((?:\?\['\w+'\])+)/g)].map(([, path = '']) =>
      [...path.matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
    );
    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) {
      const value = path.reduce<unknown>(
        (inner, name) => (inner as Record<string, unknown> | undefined)?.[name],
        event,
      );
      expect([path, typeof value]).toEqual([path, 'string']);
    }
  });

  it('reads the body, and completes the message only after its work', () => {
    const { Event, Open_an_incident, Done_with_it } = definition.actions;
    expect(Event.inputs).toContain("base64ToString(triggerBody()?['ContentData'])");
    expect(Open_an_incident.runAfter).toEqual({ Event: ['Succeeded'] });
    expect(Done_with_it.runAfter).toEqual({ Open_an_incident: ['Succeeded'] });
    expect(definition.triggers.An_event_arrives.inputs.path.replace('messages/head/peek', 'messages/complete')).toBe(
      Done_with_it.inputs.path,
    );
  });

  it('listens to the topic of the app, and keeps its secret', () => {
    expect(definition.parameters.topic.defaultValue).toBe('submission-events');
    expect(definition.parameters.incidentsUrl).toEqual({ type: 'SecureString' });
  });
});
