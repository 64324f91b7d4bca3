# requires: openai-agents==0.24.0
import asyncio

from agents import Agent, OpenAIChatCompletionsModel, Runner, function_tool, set_tracing_disabled
from openai import AsyncOpenAI

set_tracing_disabled(True)
asked = []


@function_tool
def weather(city: str) -> str:
    """The weather of a city."""
    asked.append(city)
    return "sunny"


model = OpenAIChatCompletionsModel(model="auto", openai_client=AsyncOpenAI())
agent = Agent(name="Guide", instructions="Answer in one sentence.", model=model, tools=[weather])


async def main():
    first = await Runner.run(agent, "Tell me of Ur.", max_turns=5)
    assert first.final_output
    second = await Runner.run(
        agent, first.to_input_list() + [{"role": "user", "content": "And of Uruk?"}], max_turns=5)
    assert second.final_output
    streamed = Runner.run_streamed(agent, "Tell me of Larsa.", max_turns=5)
    async for _ in streamed.stream_events():
        pass
    assert streamed.final_output


asyncio.run(main())
