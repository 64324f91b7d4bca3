# requires: llama-index-llms-openai-like==0.8.1
import os

from llama_index.core.llms import ChatMessage
from llama_index.llms.openai_like import OpenAILike

model = OpenAILike(
    model="auto", api_base=os.environ["OPENAI_BASE_URL"], api_key=os.environ["OPENAI_API_KEY"], is_chat_model=True)
history = [ChatMessage(role="user", content="Tell me of Ur.")]
history += [model.chat(history).message, ChatMessage(role="user", content="And of Uruk?")]
assert model.chat(history).message.content
assert "".join(part.delta or "" for part in model.stream_chat(history))
