import assert from 'node:assert';
import OpenAI from 'openai';
import { OpenAIEmbeddings } from '@langchain/openai';
import { embedMany } from 'ai';
import { createOpenAI } from '@ai-sdk/openai';

const model = 'text-embedding-3-small';
const client = new OpenAI();
// The SDK asks for base64 and decodes it.
const vectors = await client.embeddings.create({ model, input: ['Tell me of Ur.', 'And of Uruk?', 'Tell me of Ur.'] });
assert.deepEqual(vectors.data.map((each) => each.index), [0, 1, 2]);
assert.equal(vectors.data[0].embedding.length, 1536);
assert.deepEqual(vectors.data[0].embedding, vectors.data[2].embedding);
const numbers = await client.embeddings.create({ model, input: 'Tell me of Ur.', encoding_format: 'float' });
const distances = numbers.data[0].embedding.map((number, index) => Math.abs(number - vectors.data[0].embedding[index]));
assert(Math.max(...distances) < 1e-6);
assert.equal((await client.embeddings.create({ model, input: [[1, 2], [3]], dimensions: 64 })).data[1].embedding.length, 64);
await assert.rejects(client.embeddings.create({ model, input: '' }), OpenAI.BadRequestError);
await assert.rejects(client.embeddings.create({ model: 'no-such-model', input: 'a' }), OpenAI.NotFoundError);

assert.equal((await new OpenAIEmbeddings({ model, dimensions: 64 }).embedDocuments(['Tell me of Ur.', 'And of Uruk?']))[1].length, 64);
const openai = createOpenAI({ baseURL: process.env.OPENAI_BASE_URL });
assert.equal((await embedMany({ model: openai.embedding(model), values: ['Tell me of Ur.', 'And of Uruk?'] })).embeddings.length, 2);
