# requires: openai==3.57.0
import base64
import struct

from openai import BadRequestError, NotFoundError, OpenAI

client = OpenAI()
model = "text-embedding-3-small"
# The SDK asks for base64 and decodes it.
vectors = client.embeddings.create(model=model, input=["Tell me of Ur.", "And of Uruk?", "Tell me of Ur."])
assert [each.index for each in vectors.data] == [0, 1, 2], vectors
assert len(vectors.data[0].embedding) == 1536 and vectors.data[0].embedding == vectors.data[2].embedding
assert vectors.usage.prompt_tokens > 0
numbers = client.embeddings.create(model=model, input="Tell me of Ur.", encoding_format="float").data[0].embedding
assert max(abs(one - other) for one, other in zip(numbers, vectors.data[0].embedding)) < 1e-6
raw = client.embeddings.create(model=model, input="Tell me of Ur.", encoding_format="base64").data[0].embedding
assert struct.unpack("<1536f", base64.b64decode(raw)) == tuple(struct.unpack("<1536f", struct.pack("<1536f", *numbers)))
assert len(client.embeddings.create(model="openai/text-embedding-3-large", input=[1, 2, 3], dimensions=256).data[0].embedding) == 256
assert client.models.retrieve(model).id == model
for wrong, error in (({"model": model, "input": ""}, BadRequestError), ({"model": "no-such-model", "input": "a"}, NotFoundError)):
    try:
        client.embeddings.create(**wrong)
        raise SystemExit(f"{wrong} was accepted")
    except error:
        pass
