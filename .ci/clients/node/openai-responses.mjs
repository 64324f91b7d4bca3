import assert from 'node:assert';
import OpenAI from 'openai';

const client = new OpenAI();
const tools = [{
  type: 'function',
  name: 'weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  strict: false,
}];
const input = [{ role: 'user', content: 'What is the weather in Ur?' }];
const called = await client.responses.create({ model: 'auto', input, tools, tool_choice: 'required', store: false });
const call = called.output.find((item) => item.type === 'function_call');
input.push(...called.output, { type: 'function_call_output', call_id: call.call_id, output: 'sunny' });
const answer = await client.responses.create({ model: 'auto', input, tools, store: false });
assert.strictEqual(answer.status, 'completed');
assert(answer.output_text);

// Streamed, and continued by its id.
const stream = client.responses.stream({ model: 'auto', input: 'Tell me of Ur.', instructions: 'Be short.' });
let said = '';
stream.on('response.output_text.delta', (event) => { said += event.delta; });
const first = await stream.finalResponse();
assert(said);
assert.strictEqual(said, first.output_text);
const second = await client.responses.create({ model: 'auto', input: 'And of Uruk?', previous_response_id: first.id });
assert.strictEqual((await client.responses.retrieve(second.id)).output_text, second.output_text);
await client.responses.delete(second.id);
await assert.rejects(client.responses.retrieve(second.id), OpenAI.NotFoundError);

await assert.rejects(
  client.responses.create({ model: 'auto', input: 'Search.', tools: [{ type: 'web_search' }] }),
  (refused) => refused instanceof OpenAI.BadRequestError && refused.param === 'tools[0].type');
