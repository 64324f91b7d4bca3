import assert from 'node:assert';
import { ChatOpenAI } from '@langchain/openai';

const model = new ChatOpenAI({ model: 'auto', useResponsesApi: false, configuration: { baseURL: process.env.OPENAI_BASE_URL } });
const first = await model.invoke('Tell me of Ur.');
assert(first.content);
let text = '';
for await (const part of await model.stream([{ role: 'user', content: 'Tell me of Ur.' }, first, { role: 'user', content: 'And of Uruk?' }])) {
  text += part.content;
}
assert(text);
