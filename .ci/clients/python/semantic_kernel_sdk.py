# requires: semantic-kernel==1.45.0
import asyncio

from openai import AsyncOpenAI
from semantic_kernel.connectors.ai.open_ai import OpenAIChatCompletion, OpenAIChatPromptExecutionSettings
from semantic_kernel.contents import ChatHistory


async def main():
    service = OpenAIChatCompletion(ai_model_id="auto", async_client=AsyncOpenAI())
    settings = OpenAIChatPromptExecutionSettings()
    history = ChatHistory()
    history.add_user_message("Tell me of Ur.")
    history.add_message(await service.get_chat_message_content(history, settings))
    history.add_user_message("And of Uruk?")
    assert str(await service.get_chat_message_content(history, settings))
    parts = [str(part) async for part in service.get_streaming_chat_message_content(history, settings)]
    assert "".join(parts)


asyncio.run(main())
