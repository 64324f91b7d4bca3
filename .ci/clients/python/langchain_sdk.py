# requires: langchain-openai==1.7.4
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI
from openai import NotFoundError


@tool
def weather(city: str) -> str:
    """The weather of a city."""
    return "sunny"


model = ChatOpenAI(model="auto", use_responses_api=False)
history = [HumanMessage("Tell me of Ur.")]
history += [model.invoke(history), HumanMessage("And of Uruk?")]
assert model.invoke(history).content
assert "".join(part.content for part in model.stream(history))
assert model.bind_tools([weather], tool_choice="required").invoke("The weather of Ur?").tool_calls
try:
    ChatOpenAI(model="no-such-model", use_responses_api=False).invoke("Tell me of Ur.")
    raise SystemExit("an unknown model was accepted")
except NotFoundError:
    pass
