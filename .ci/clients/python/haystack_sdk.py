# requires: haystack-ai==3.4.1
import os

from haystack.components.generators.chat import OpenAIChatGenerator
from haystack.dataclasses import ChatMessage

generator = OpenAIChatGenerator(model="auto", api_base_url=os.environ["OPENAI_BASE_URL"])
history = [ChatMessage.from_user("Tell me of Ur.")]
history += [generator.run(messages=history)["replies"][0], ChatMessage.from_user("And of Uruk?")]
assert generator.run(messages=history)["replies"][0].text
parts = []
generator.run(messages=history, streaming_callback=parts.append)
assert "".join(part.content for part in parts)
