# requires: langchain-openai==1.7.4
import tiktoken
from langchain_openai import OpenAIEmbeddings
from openai import NotFoundError

# It splits texts by tiktoken and sends tokens; the encodings of tiktoken are not in its package and may not be reachable.
try:
    tiktoken.encoding_for_model("text-embedding-3-small")
    as_tokens = [True, False]
except Exception:
    as_tokens = [False]
for check in as_tokens:
    model = OpenAIEmbeddings(model="text-embedding-3-small", dimensions=64, check_embedding_ctx_length=check)
    documents = model.embed_documents(["Tell me of Ur.", "And of Uruk?"])
    assert [len(each) for each in documents] == [64, 64], documents
    question = model.embed_query("And of Uruk?")
    assert max(abs(one - other) for one, other in zip(documents[1], question)) < 1e-6
# What it sends where it has the tokens.
tokens = OpenAIEmbeddings(model="text-embedding-3-small").client.create(input=[[15339, 1070], [1]], model="text-embedding-3-small")
assert len(tokens.data if hasattr(tokens, "data") else tokens["data"]) == 2
try:
    OpenAIEmbeddings(model="no-such-model", check_embedding_ctx_length=False).embed_query("Tell me of Ur.")
    raise SystemExit("an unknown model was accepted")
except NotFoundError:
    pass
