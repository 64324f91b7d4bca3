# requires: pydantic-ai-slim[anthropic,openai]==2.68.0
from pydantic import BaseModel
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIResponsesModel, OpenAIResponsesModelSettings


class City(BaseModel):
    name: str
    founded: int


model = OpenAIResponsesModel("auto")
agent = Agent(model, model_settings=OpenAIResponsesModelSettings(openai_reasoning_summary="auto"))


@agent.tool_plain
def weather(city: str) -> str:
    """The weather of a city."""
    return "sunny"


first = agent.run_sync("Tell me of Ur.")
assert agent.run_sync("And of Uruk?", message_history=first.all_messages()).output
with agent.run_stream_sync("Tell me of Larsa.") as streamed:
    assert streamed.get_output()
assert isinstance(Agent(model, output_type=City).run_sync("Ur as data.").output, City)
