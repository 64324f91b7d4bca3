# requires: autogen-ext[openai]==0.7.5 autogen-core==0.7.5
import asyncio

from autogen_core.models import AssistantMessage, UserMessage
from autogen_ext.models.openai import OpenAIChatCompletionClient

about = {"vision": False, "function_calling": True, "json_output": True, "family": "unknown", "structured_output": True}


async def main():
    client = OpenAIChatCompletionClient(model="auto", model_info=about)
    history = [UserMessage(content="Tell me of Ur.", source="user")]
    first = await client.create(history)
    history += [AssistantMessage(content=first.content, source="guide"),
                UserMessage(content="And of Uruk?", source="user")]
    assert (await client.create(history)).content
    parts = [part async for part in client.create_stream(history)]
    assert parts[-1].content


asyncio.run(main())
