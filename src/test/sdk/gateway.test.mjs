// OpenAI's own SDK for Node, with another base address and key and nothing else changed.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import OpenAI from "openai";

const root = process.env.ZIGGURAT_ADDRESS;
const WANDB = "wandb/Qwen/Qwen3.8-27B";
const CLAUDE = "claude/claude-sonnet-5-5";
const client = new OpenAI({ baseURL: `${root}/v1`, apiKey: "dev-admin", maxRetries: 0, timeout: 30_000 });

const ask = (model, content, more = {}) =>
  client.chat.completions.create({ model, messages: [{ role: "user", content }], ...more });

async function faults(faults) {
  const answer = await fetch(`${root}/simulator/faults`, { method: "PUT", body: JSON.stringify(faults) });
  assert.equal(answer.status, 200, await answer.text());
}

/** What the provider was asked last, beside model and messages. */
async function passedOn() {
  const { latest } = await (await fetch(`${root}/simulator/observations`)).json();
  return latest.at(-1).parameters;
}

const tools = [
  {
    type: "function",
    function: {
      name: "get_weather",
      description: "The weather of a city",
      parameters: { type: "object", properties: { city: { enum: ["Ur"] } }, required: ["city"] },
    },
  },
  { type: "function", function: { name: "get_time", parameters: { type: "object", properties: {} } } },
];

beforeEach(() => faults({}));

for (const model of [WANDB, CLAUDE]) {
  describe(model, () => {
    test("plain", async () => {
      const answer = await ask(model, "hello there");
      assert.match(answer.choices[0].message.content, /2 words/);
      assert.equal(answer.choices[0].finish_reason, "stop");
      assert.ok(answer.usage.total_tokens > 0);
    });

    test("streamed", async () => {
      let text = "";
      let usage;
      const stream = await ask(model, "hello there", { stream: true, stream_options: { include_usage: true } });
      for await (const chunk of stream) {
        text += chunk.choices[0]?.delta?.content ?? "";
        usage = chunk.usage ?? usage;
      }
      assert.match(text, /2 words/);
      assert.ok(usage.total_tokens > 0);
    });

    test("several turns", async () => {
      const messages = [
        { role: "developer", content: "Be short." },
        { role: "user", content: "hello there" },
      ];
      const first = await client.chat.completions.create({ model, messages });
      messages.push(first.choices[0].message, { role: "user", content: "three more words" });
      const second = await client.chat.completions.create({ model, messages });
      assert.match(second.choices[0].message.content, /3 words.*4 messages/);
    });

    test("tools and their results", async () => {
      const messages = [{ role: "user", content: "Call get_weather and get_time" }];
      const calling = await client.chat.completions.create({ model, messages, tools });
      const { message, finish_reason: reason } = calling.choices[0];
      assert.equal(reason, "tool_calls");
      assert.deepEqual(
        message.tool_calls.map((call) => [call.function.name, JSON.parse(call.function.arguments)]),
        [
          ["get_weather", { city: "Ur" }],
          ["get_time", {}],
        ],
      );
      messages.push(message);
      for (const call of message.tool_calls) {
        messages.push({ role: "tool", tool_call_id: call.id, content: `${call.function.name} is fine` });
      }
      const answer = await client.chat.completions.create({ model, messages, tools });
      assert.match(answer.choices[0].message.content, /get_weather is fine; get_time is fine/);
    });

    test("streamed tools, run by the SDK itself", async () => {
      const runner = client.chat.completions.runTools({
        model,
        stream: true,
        messages: [{ role: "user", content: "What is the weather?" }],
        tools: [
          {
            type: "function",
            function: { ...tools[0].function, parse: JSON.parse, function: ({ city }) => `It rains in ${city}` },
          },
        ],
      });
      assert.match(await runner.finalContent(), /It rains in Ur/);
    });

    test("response_format json_schema", async () => {
      const answer = await ask(model, "How old?", {
        response_format: {
          type: "json_schema",
          json_schema: {
            name: "age",
            schema: { type: "object", properties: { age: { type: "integer" } }, required: ["age"] },
          },
        },
      });
      assert.deepEqual(JSON.parse(answer.choices[0].message.content), { age: 0 });
    });

    test("response_format json_object", async () => {
      const answer = await ask(model, "Answer in JSON", { response_format: { type: "json_object" } });
      assert.ok(answer.choices[0].message.content.length > 0);
    });

    test("stop", async () => {
      const answer = await ask(model, "hello", { stop: [":", "never"] });
      assert.equal(answer.choices[0].message.content, "This is a simulated answer");
    });

    test("images", async () => {
      const answer = await ask(model, [
        { type: "text", text: "What is this?" },
        { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=" } },
      ]);
      assert.match(answer.choices[0].message.content, /3 words/);
    });

    test("headers", async () => {
      const { data, response } = await client.chat.completions
        .create(
          { model, messages: [{ role: "user", content: "hello" }] },
          { headers: { "X-Ziggurat-Project": "team/project", "X-Ziggurat-Explain": "true" } },
        )
        .withResponse();
      assert.equal(response.headers.get("x-ziggurat-provider"), model.split("/")[0]);
      assert.equal(data._request_id, response.headers.get("x-request-id"));
      assert.equal(data.ziggurat.path.length, 1);
    });

    test("a stream that breaks off is an error", async () => {
      await faults({ wandb: { cutAfterChunks: 2 }, claude: { cutAfterChunks: 2 } });
      await assert.rejects(async () => {
        for await (const chunk of await ask(model, "hello", { stream: true })) {
          assert.ok(chunk);
        }
      }, OpenAI.APIError);
    });
  });
}

test("seed, user and unknown parameters go to whom they mean something", async () => {
  await ask(WANDB, "hello", { seed: 7, user: "u-1", chat_template_kwargs: { enable_thinking: false }, brand_new: "x" });
  const wandb = await passedOn();
  assert.deepEqual(
    [wandb.seed, wandb.user, wandb.chat_template_kwargs, wandb.brand_new],
    [7, "u-1", { enable_thinking: false }, "x"],
  );
  await ask(CLAUDE, "hello", { seed: 7, user: "u-1", brand_new: "x" });
  assert.deepEqual(Object.keys(await passedOn()).sort(), ["max_tokens", "metadata"]);
});

test("logprobs and n, as far as the provider allows", async () => {
  const told = await ask(WANDB, "hello", { logprobs: true, top_logprobs: 2, n: 2 });
  assert.equal(told.choices.length, 2);
  assert.equal(told.choices[0].logprobs.content[0].top_logprobs.length, 2);
  assert.equal((await ask(CLAUDE, "hello", { logprobs: true })).choices[0].logprobs, null);
  await assert.rejects(ask(CLAUDE, "hello", { n: 2, fallback: false }), OpenAI.BadRequestError);
});

test("errors have their classes", async () => {
  await assert.rejects(ask("no-such-model", "hello"), (error) => {
    assert.ok(error instanceof OpenAI.NotFoundError);
    assert.equal(error.code, "model_not_found");
    return true;
  });
  await assert.rejects(ask("auto", "hello", { max_tokens: 0 }), OpenAI.BadRequestError);
  const stranger = new OpenAI({ baseURL: `${root}/v1`, apiKey: "wrong", maxRetries: 0 });
  await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
  await faults({ groq: { status: 429 } });
  await assert.rejects(ask("groq/openai/gpt-oss-120b", "hello", { fallback: false }), OpenAI.RateLimitError);
});

test("models", async () => {
  const ids = [];
  for await (const model of client.models.list()) {
    ids.push(model.id);
  }
  assert.ok(ids.includes("auto") && ids.includes("gpt-6-luna"));
  assert.equal((await client.models.retrieve("gpt-6-luna")).owned_by, "openai");
  await assert.rejects(client.models.retrieve("nonsense"), OpenAI.NotFoundError);
});
