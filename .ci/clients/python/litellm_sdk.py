# requires: litellm==1.110.2
import os

import litellm

where = {"api_base": os.environ["OPENAI_BASE_URL"], "api_key": os.environ["OPENAI_API_KEY"]}
messages = [{"role": "user", "content": "Tell me of Ur."}]
first = litellm.completion(model="openai/auto", messages=messages, **where)
messages += [first.choices[0].message.model_dump(), {"role": "user", "content": "And of Uruk?"}]
assert litellm.completion(model="openai/auto", messages=messages, **where).choices[0].message.content
parts = litellm.completion(model="openai/auto", messages=messages, stream=True, **where)
assert "".join(p.choices[0].delta.content or "" for p in parts)
try:
    litellm.completion(model="openai/no-such-model", messages=messages, **where)
    raise SystemExit("an unknown model was accepted")
except litellm.NotFoundError:
    pass
