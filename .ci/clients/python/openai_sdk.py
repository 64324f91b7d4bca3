# requires: openai==3.57.0
from openai import NotFoundError, OpenAI

client = OpenAI()
messages = [{"role": "user", "content": "What is the weather in Ur?"}]
tool = {"type": "function", "function": {"name": "weather", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}
called = client.chat.completions.create(model="auto", messages=messages, tools=[tool], tool_choice="required")
call = called.choices[0].message.tool_calls[0]
messages += [called.choices[0].message, {"role": "tool", "tool_call_id": call.id, "content": "sunny"}]
answer = client.chat.completions.create(model="auto", messages=messages, tools=[tool])
assert answer.choices[0].finish_reason in ("stop", "tool_calls"), answer
messages += [answer.choices[0].message, {"role": "user", "content": "And in Uruk?"}]
assert client.chat.completions.create(model="auto", messages=messages[-1:]).choices[0].message.content
parts = client.chat.completions.create(model="auto", messages=messages[-1:], stream=True)
assert "".join(p.choices[0].delta.content or "" for p in parts if p.choices)
completion = client.completions.create(model="auto", prompt="Tell me of Ur.", max_tokens=500)
assert completion.choices[0].text and completion.choices[0].finish_reason == "stop", completion
parts = client.completions.create(model="auto", prompt="Tell me of Ur.", max_tokens=500, stream=True)
assert "".join(p.choices[0].text for p in parts if p.choices)
try:
    client.chat.completions.create(model="no-such-model", messages=messages[:1])
    raise SystemExit("an unknown model was accepted")
except NotFoundError:
    pass
