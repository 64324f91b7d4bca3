# requires: dspy==3.4.1
import os

import dspy

where = {"api_base": os.environ["OPENAI_BASE_URL"], "api_key": os.environ["OPENAI_API_KEY"]}
model = dspy.LM("openai/auto", model_type="chat", cache=False, **where)
assert model("Tell me of Ur.")[0]
dspy.configure(lm=model)
assert dspy.Predict("question -> answer")(question="Tell me of Ur.").answer
