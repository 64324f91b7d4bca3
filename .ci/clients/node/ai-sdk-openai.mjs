import assert from 'node:assert';
import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, generateText, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';

// The default mode: the Responses API, with earlier items by reference.
const openai = createOpenAI({ baseURL: process.env.OPENAI_BASE_URL, apiKey: process.env.OPENAI_API_KEY });
const model = openai('auto');
const messages = [{ role: 'user', content: 'Tell me of Ur.' }];
const first = await generateText({ model, messages });
assert(first.text);
messages.push(...first.response.messages, { role: 'user', content: 'And of Uruk?' });
const streamed = streamText({ model, messages });
let text = '';
for await (const part of streamed.textStream) text += part;
assert(text);
const steps = await generateText({
  model, prompt: 'Call weather', stopWhen: stepCountIs(3),
  tools: {
    weather: tool({
      description: 'The weather of a city', inputSchema: z.object({ city: z.string() }), execute: async () => 'sunny',
    }),
  },
});
assert(steps.text.includes('sunny'), JSON.stringify(steps.steps));
await assert.rejects(generateText({ model: openai('no-such-model'), messages, maxRetries: 0 }), (error) => {
  assert(APICallError.isInstance(error));
  assert.equal(error.statusCode, 404);
  return true;
});
