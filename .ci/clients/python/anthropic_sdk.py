# requires: anthropic==2.14.0
import os

from anthropic import Anthropic, AuthenticationError, BadRequestError, NotFoundError

address = os.environ["OPENAI_BASE_URL"].removesuffix("/v1")
client = Anthropic(base_url=address, api_key=os.environ["OPENAI_API_KEY"])
tool = {"name": "weather", "description": "The weather of a city.", "input_schema": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}
common = {"model": "auto", "max_tokens": 500}

# Until no tool is wanted any more: with the tool, and its result, in the words of whoever answers.
messages = [{"role": "user", "content": "What is the weather in Ur?"}]
called = client.messages.create(messages=messages, tools=[tool], tool_choice={"type": "any"}, **common)
for _ in range(3):
    uses = [block for block in called.content if block.type == "tool_use"]
    if not uses:
        break
    assert called.stop_reason == "tool_use" and isinstance(uses[0].input, dict), called
    messages += [{"role": "assistant", "content": called.content}, {"role": "user", "content": [
        {"type": "tool_result", "tool_use_id": use.id, "content": "sunny"} for use in uses]}]
    called = client.messages.create(messages=messages, tools=[tool], **common)
assert called.usage.input_tokens > 0 and called.usage.output_tokens > 0 and called._request_id, called

# Streamed: the text, and what it adds up to; raw events; a tool's input.
asked = [{"role": "user", "content": "Tell me of Ur."}]
with client.messages.stream(messages=asked, system="Be short.", **common) as stream:
    said = "".join(stream.text_stream)
    whole = stream.get_final_message()
assert said and said == "".join(block.text for block in whole.content if block.type == "text"), whole
assert whole.stop_reason in ("end_turn", "max_tokens") and whole.usage.output_tokens > 0, whole
types = [event.type for event in client.messages.create(messages=asked, stream=True, **common)]
assert types[0] == "message_start" and types[-2:] == ["message_delta", "message_stop"], types
with client.messages.stream(messages=asked, tools=[tool], tool_choice={"type": "any"}, **common) as stream:
    whole = stream.get_final_message()
if whole.stop_reason == "tool_use":
    assert isinstance(next(block.input for block in whole.content if block.type == "tool_use"), dict), whole

# With thinking, which goes back with the conversation.
thought = client.messages.create(
    messages=asked, model="auto", max_tokens=6000, thinking={"type": "adaptive"})
asked += [{"role": "assistant", "content": thought.content}, {"role": "user", "content": "And of Uruk?"}]
assert client.messages.create(messages=asked, **common).content

assert client.messages.count_tokens(model="claude-sonnet-5-5", messages=asked).input_tokens > 5
assert client.beta.messages.create(messages=asked, **common).content
assert "claude-sonnet-5-5" in [model.id for model in client.models.list()]
assert client.models.retrieve("claude-sonnet-5-5").type == "model"

for mistake, wrong in ((NotFoundError, {"model": "no-such-model"}), (BadRequestError, {"messages": []})):
    try:
        client.messages.create(**{**common, "messages": asked[:1], **wrong})
        raise SystemExit("a mistake was accepted")
    except mistake as refused:
        assert refused.body["type"] == "error", refused.body
try:
    Anthropic(base_url=address, api_key="zk_none").messages.create(messages=asked[:1], **common)
    raise SystemExit("an unknown key was accepted")
except AuthenticationError as refused:
    assert refused.body["error"]["type"] == "authentication_error", refused.body
