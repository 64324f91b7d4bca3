# requires: smolagents[openai]==1.26.0
import os

from smolagents import ChatMessage, OpenAIModel

model = OpenAIModel(model_id="auto", api_base=os.environ["OPENAI_BASE_URL"], api_key=os.environ["OPENAI_API_KEY"])
history = [ChatMessage(role="user", content=[{"type": "text", "text": "Tell me of Ur."}])]
first = model.generate(history)
history += [first, ChatMessage(role="user", content=[{"type": "text", "text": "And of Uruk?"}])]
assert model.generate(history).content
assert "".join(part.content or "" for part in model.generate_stream(history))
