# requires: openai-agents==0.24.0
import asyncio

from agents import Agent, Runner, function_tool, set_tracing_disabled
from pydantic import BaseModel

set_tracing_disabled(True)
asked = []


@function_tool
def weather(city: str) -> str:
    """The weather of a city."""
    asked.append(city)
    return "sunny"


class City(BaseModel):
    name: str


# The default mode: the Responses API.
agent = Agent(name="Guide", instructions="Answer in one sentence.", model="auto", tools=[weather])


async def main():
    first = await Runner.run(agent, "Tell me of Ur.", max_turns=5)
    assert first.final_output and asked
    second = await Runner.run(
        agent, first.to_input_list() + [{"role": "user", "content": "And of Uruk?"}], max_turns=5)
    assert second.final_output
    third = await Runner.run(agent, "And of Larsa?", previous_response_id=first.last_response_id, max_turns=5)
    assert third.final_output
    streamed = Runner.run_streamed(agent, "Tell me of Nippur.", max_turns=5)
    async for _ in streamed.stream_events():
        pass
    assert streamed.final_output
    typed = Agent(name="Namer", instructions="Name a city.", model="auto", output_type=City)
    assert isinstance((await Runner.run(typed, "Which?")).final_output, City)


asyncio.run(main())
