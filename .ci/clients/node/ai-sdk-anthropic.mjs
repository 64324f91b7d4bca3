import assert from 'node:assert';
import { createAnthropic } from '@ai-sdk/anthropic';
import { APICallError, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

const provider = createAnthropic({ baseURL: process.env.OPENAI_BASE_URL, apiKey: process.env.OPENAI_API_KEY });
const model = provider('auto');
const messages = [{ role: 'user', content: 'Tell me of Ur.' }];
const first = await generateText({ model, messages });
assert(first.text);
messages.push({ role: 'assistant', content: first.text }, { role: 'user', content: 'And of Uruk?' });
const streamed = streamText({ model, messages });
let text = '';
for await (const part of streamed.textStream) text += part;
assert(text);
assert((await streamed.usage).outputTokens > 0);
const called = await generateText({
  model, messages: [{ role: 'user', content: 'What is the weather in Ur?' }], stopWhen: stepCountIs(3),
  tools: {
    weather: tool({
      description: 'The weather of a city', inputSchema: z.object({ city: z.string() }), execute: async () => 'sunny',
    }),
  },
});
assert(called.steps.length > 0);
await assert.rejects(generateText({ model: provider('no-such-model'), messages, maxRetries: 0 }), (error) => {
  assert(APICallError.isInstance(error));
  assert.equal(error.statusCode, 404);
  return true;
});
