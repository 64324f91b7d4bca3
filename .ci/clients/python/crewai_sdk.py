# requires: crewai==1.15.30
import os

from crewai import LLM

where = {"base_url": os.environ["OPENAI_BASE_URL"], "api_key": os.environ["OPENAI_API_KEY"]}
model = LLM(model="openai/auto", **where)
history = [{"role": "user", "content": "Tell me of Ur."}]
history += [{"role": "assistant", "content": model.call(history)}, {"role": "user", "content": "And of Uruk?"}]
assert model.call(history)
assert LLM(model="openai/auto", stream=True, **where).call(history)
