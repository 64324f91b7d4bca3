# requires: pydantic-ai-slim[anthropic,openai]==2.68.0
import os

from pydantic import BaseModel
from pydantic_ai import Agent
from pydantic_ai.exceptions import ModelHTTPError
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.providers.anthropic import AnthropicProvider


class City(BaseModel):
    name: str
    founded: int


provider = AnthropicProvider(
    api_key=os.environ["OPENAI_API_KEY"], base_url=os.environ["OPENAI_BASE_URL"].removesuffix("/v1"))
agent = Agent(AnthropicModel("auto", provider=provider))
first = agent.run_sync("Tell me of Ur.")
assert agent.run_sync("And of Uruk?", message_history=first.all_messages()).output
typed = Agent(AnthropicModel("auto", provider=provider), output_type=City)
assert isinstance(typed.run_sync("Ur as data.").output, City)
try:
    Agent(AnthropicModel("no-such-model", provider=provider)).run_sync("Tell me of Ur.")
    raise SystemExit("an unknown model was accepted")
except ModelHTTPError as refused:
    assert refused.status_code == 404
