# requires: gdm-concordia==2.1.0
from concordia.language_model import gpt_model

model = gpt_model.GptLanguageModel(model_name="auto")
assert model.sample_text("Tell me of Ur.", max_tokens=200)
index, choice, _ = model.sample_choice("Does it rain in Ur?", ["yes", "no"])
assert choice in ("yes", "no") and index in (0, 1)
