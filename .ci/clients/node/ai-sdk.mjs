import assert from 'node:assert';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, streamText, tool } from 'ai';
import { z } from 'zod';

const provider = createOpenAICompatible({
  name: 'ziggurat', baseURL: process.env.OPENAI_BASE_URL, apiKey: process.env.OPENAI_API_KEY, includeUsage: true,
});
const model = provider('auto');
const messages = [{ role: 'user', content: 'Tell me of Ur.' }];
const first = await generateText({ model, messages });
assert(first.text);
messages.push({ role: 'assistant', content: first.text }, { role: 'user', content: 'And of Uruk?' });
const streamed = streamText({ model, messages });
let text = '';
for await (const part of streamed.textStream) text += part;
assert(text);
const called = await generateText({
  model, messages, toolChoice: 'required',
  tools: { weather: tool({ description: 'The weather of a city', inputSchema: z.object({ city: z.string() }) }) },
});
assert.equal(called.toolCalls[0].toolName, 'weather');
await assert.rejects(generateText({ model: provider('no-such-model'), messages, maxRetries: 0 }), (error) => {
  assert(APICallError.isInstance(error));
  assert.equal(error.statusCode, 404);
  return true;
});
