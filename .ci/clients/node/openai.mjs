import assert from 'node:assert';
import OpenAI from 'openai';

const client = new OpenAI();
const messages = [{ role: 'user', content: 'What is the weather in Ur?' }];
const tools = [{
  type: 'function',
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
}];
const called = await client.chat.completions.create({ model: 'auto', messages, tools, tool_choice: 'required' });
const [call] = called.choices[0].message.tool_calls;
messages.push(called.choices[0].message, { role: 'tool', tool_call_id: call.id, content: 'sunny' });
const answer = await client.chat.completions.create({ model: 'auto', messages, tools });
assert(['stop', 'tool_calls'].includes(answer.choices[0].finish_reason));
const simple = [{ role: 'user', content: 'Tell me of Ur.' }];
const first = await client.chat.completions.create({ model: 'auto', messages: simple });
simple.push(first.choices[0].message, { role: 'user', content: 'And of Uruk?' });
let text = '';
for await (const chunk of await client.chat.completions.create({ model: 'auto', messages: simple, stream: true })) {
  text += chunk.choices[0]?.delta?.content ?? '';
}
assert(text);
await assert.rejects(client.chat.completions.create({ model: 'no-such-model', messages: simple }), OpenAI.NotFoundError);
