import { Validator } from '@seriousme/openapi-schema-validator';

// In plain Node, because the validator is an ES module through and through. Takes a list of documents, prints a list of verdicts.
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const verdicts = [];
for (const document of JSON.parse(Buffer.concat(chunks).toString())) {
  verdicts.push(await new Validator().validate(document));
}
process.stdout.write(JSON.stringify(verdicts));
