# requires: langchain-openai==1.7.4
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI


@tool
def weather(city: str) -> str:
    """The weather of a city."""
    return "sunny"


# Reasoning turns the Responses API on.
model = ChatOpenAI(model="auto", reasoning={"effort": "low", "summary": "auto"})
history = [HumanMessage("Tell me of Ur.")]
history += [model.invoke(history), HumanMessage("And of Uruk?")]
assert model.invoke(history).text
assert "".join(part.text for part in model.stream(history))
tools = model.bind_tools([weather])
question = [HumanMessage("Call weather")]
called = tools.invoke(question)
assert called.tool_calls, called
answer = tools.invoke(question + [called] + [
    ToolMessage("sunny", tool_call_id=call["id"]) for call in called.tool_calls])
assert "sunny" in answer.text, answer
continued = ChatOpenAI(model="auto", use_responses_api=True, use_previous_response_id=True)
first = continued.invoke([HumanMessage("Tell me of Ur.")])
assert continued.invoke([HumanMessage("Tell me of Ur."), first, HumanMessage("And of Uruk?")]).text
