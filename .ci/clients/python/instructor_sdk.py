# requires: instructor==1.17.0
import instructor
from openai import OpenAI
from pydantic import BaseModel


class City(BaseModel):
    name: str
    founded: int


messages = [{"role": "user", "content": "Ur as data."}]
for mode in (instructor.Mode.TOOLS, instructor.Mode.JSON_SCHEMA):
    client = instructor.from_openai(OpenAI(), mode=mode)
    city = client.chat.completions.create(model="auto", response_model=City, messages=messages, max_retries=1)
    assert isinstance(city, City), city
