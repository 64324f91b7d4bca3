# requires: openai==3.57.0
from openai import BadRequestError, NotFoundError, OpenAI

client = OpenAI()
tool = {"type": "function", "name": "weather", "parameters": {
    "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}
asked = [{"role": "user", "content": "What is the weather in Ur?"}]
called = client.responses.create(model="auto", input=asked, tools=[tool], tool_choice="required", store=False)
call = next(item for item in called.output if item.type == "function_call")
outputs = [{"type": "function_call_output", "call_id": call.call_id, "output": "sunny"}]
answer = client.responses.create(model="auto", input=asked + called.output + outputs, tools=[tool], store=False)
assert answer.status == "completed" and answer.output_text, answer

# Streamed, and continued by its id.
with client.responses.stream(model="auto", input="Tell me of Ur.", instructions="Be short.") as stream:
    said = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
    first = stream.get_final_response()
assert said == first.output_text and said
second = client.responses.create(model="auto", input="And of Uruk?", previous_response_id=first.id)
assert second.output_text
assert client.responses.retrieve(second.id).output_text == second.output_text
assert client.responses.input_items.list(second.id).data[0].type == "message"
client.responses.delete(second.id)
try:
    client.responses.retrieve(second.id)
    raise SystemExit("a deleted response was found")
except NotFoundError:
    pass
types = [event.type for event in client.responses.create(
    model="auto", input="Call weather", tools=[tool], stream=True, store=False)]
assert types[0] == "response.created" and types[-1] == "response.completed", types
assert "response.function_call_arguments.done" in types, types
try:
    client.responses.create(model="auto", input="Search.", tools=[{"type": "web_search"}])
    raise SystemExit("a hosted tool was accepted")
except BadRequestError as refused:
    assert refused.param == "tools[0].type", refused
