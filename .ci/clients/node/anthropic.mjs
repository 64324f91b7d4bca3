import assert from 'node:assert';
import Anthropic from '@anthropic-ai/sdk';

const client = new Anthropic({
  baseURL: process.env.OPENAI_BASE_URL.replace(/\/v1$/, ''),
  apiKey: process.env.OPENAI_API_KEY,
});
const common = { model: 'auto', max_tokens: 500 };
const tools = [{
  name: 'weather',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}];
const messages = [{ role: 'user', content: 'What is the weather in Ur?' }];
let answer = await client.messages.create({ ...common, messages, tools, tool_choice: { type: 'any' } });
for (let round = 0; round < 3 && answer.stop_reason === 'tool_use'; round++) {
  const uses = answer.content.filter((block) => block.type === 'tool_use');
  messages.push({ role: 'assistant', content: answer.content }, {
    role: 'user',
    content: uses.map((use) => ({ type: 'tool_result', tool_use_id: use.id, content: 'sunny' })),
  });
  answer = await client.messages.create({ ...common, messages, tools });
}
assert(answer.usage.output_tokens > 0 && answer._request_id);

const asked = [{ role: 'user', content: 'Tell me of Ur.' }];
let text = '';
const stream = client.messages.stream({ ...common, messages: asked }).on('text', (part) => { text += part; });
const whole = await stream.finalMessage();
assert(text && text === whole.content.filter((block) => block.type === 'text').map((block) => block.text).join(''));
assert(whole.usage.output_tokens > 0);
assert((await client.messages.countTokens({ model: 'auto', messages: asked })).input_tokens > 0);
const models = [];
for await (const model of client.models.list()) models.push(model.id);
assert(models.includes('claude-sonnet-5-5'));
await assert.rejects(client.messages.create({ ...common, model: 'no-such-model', messages: asked }), Anthropic.NotFoundError);
