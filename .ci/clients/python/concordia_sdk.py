# requires: gdm-concordia[openai]==2.1.0
import os

from concordia.contrib.language_models.openai import gpt_model

model = gpt_model.GptLanguageModel(model_name="auto", api_key=os.environ["OPENAI_API_KEY"], api_base=os.environ["OPENAI_BASE_URL"])
assert model.sample_text("Tell me of Ur.", max_tokens=200)
index, choice, _ = model.sample_choice("Does it rain in Ur?", ["yes", "no"])
assert choice in ("yes", "no") and index in (0, 1)
