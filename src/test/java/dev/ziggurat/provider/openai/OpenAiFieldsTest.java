package dev.ziggurat.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which values of providers reach the caller in OpenAI's fields. */
class OpenAiFieldsTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'object':'chat.completion','service_tier':'on_demand' | 'object':'chat.completion'",
        "'object':'chat.completion','service_tier':'performance' | 'object':'chat.completion'",
        "'object':'chat.completion','service_tier':7 | 'object':'chat.completion'",
        "'object':'chat.completion','service_tier':'priority' | ",
        "'object':'chat.completion','service_tier':null | ",
        "'object':'text_completion' | 'object':'chat.completion'",
        "'model':'m' | 'model':'m','object':'chat.completion'",
        "'object':'chat.completion','created':17.9 | 'object':'chat.completion','created':17",
        "'object':'chat.completion','created':'17' | 'object':'chat.completion','created':17",
        "'object':'chat.completion','created':null | 'object':'chat.completion','created':0",
        "'object':'chat.completion','id':5 | 'object':'chat.completion','id':'5'",
        "'object':'chat.completion','id':null,'model':null | 'object':'chat.completion','id':'','model':''",
        "'object':'chat.completion','system_fingerprint':{} | 'object':'chat.completion'",
        "'object':'chat.completion','x_groq':{'id':'a'} | "
      })
  void fieldsOfTheAnswer(String given, String passedOn) throws JsonProcessingException {
    check(AnswerShape.MESSAGE, given, passedOn);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'role':'assistant','content':'x' | ",
        "'role':'assistant','content':'x','reasoning':'r','reasoning_content':'r' | ",
        "'role':'assistant','content':'x','tool_calls':[] | 'role':'assistant','content':'x'",
        "'role':'assistant','content':'x','tool_calls':null | 'role':'assistant','content':'x'",
        "'role':'assistant','content':'x','function_call':null | 'role':'assistant','content':'x'",
        "'role':'assistant','content':'x','annotations':null | 'role':'assistant','content':'x'",
        "'role':'assistant','content':'x','annotations':[] | ",
        "'role':'model','content':'x' | 'role':'assistant','content':'x'",
        "'content':'x' | 'content':'x','role':'assistant'",
        "'role':'assistant','tool_calls':[{'id':'a','function':{}}] | 'role':'assistant','tool_calls':[{'id':'a','function':{},'type':'function'}]",
        "'role':'assistant','tool_calls':[{'id':'a','type':'function','function':{'arguments':null}}] | 'role':'assistant','tool_calls':[{'id':'a','type':'function','function':{'arguments':''}}]",
        "'role':'assistant','tool_calls':[{'id':null,'type':'function','function':{}}] | 'role':'assistant','tool_calls':[{'id':'','type':'function','function':{}}]"
      })
  void fieldsOfAMessage(String given, String passedOn) throws JsonProcessingException {
    var answer = "'object':'chat.completion','choices':[{'index':0,'message':{%s}}]";
    check(
        AnswerShape.MESSAGE,
        answer.formatted(given),
        passedOn == null ? null : answer.formatted(passedOn));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "'delta':{'content':'x'},'index':0 | ",
        "'delta':{'content':'x'} | 'delta':{'content':'x'},'index':0",
        "'delta':{'role':null,'content':'x'},'index':0 | 'delta':{'role':'assistant','content':'x'},'index':0",
        "'delta':{'tool_calls':[{'index':0,'function':{'arguments':'x'}}]},'index':0 | ",
        "'delta':{'tool_calls':[]},'index':0 | 'delta':{},'index':0",
        "'delta':{},'index':0,'logprobs':[] | 'delta':{},'index':0"
      })
  void fieldsOfAChunk(String given, String passedOn) throws JsonProcessingException {
    var chunk = "'object':'chat.completion.chunk','choices':[{%s}]";
    check(
        AnswerShape.DELTA,
        chunk.formatted(given),
        passedOn == null ? null : chunk.formatted(passedOn));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'prompt_tokens':7,'completion_tokens':5,'total_tokens':12} | ",
        "null | ",
        "{'prompt_tokens':7,'completion_tokens':5} | {'prompt_tokens':7,'completion_tokens':5,'total_tokens':12}",
        "{'prompt_tokens':'7','completion_tokens':5.0,'total_tokens':null} | {'prompt_tokens':7,'completion_tokens':5,'total_tokens':12}",
        "{'prompt_tokens':7,'completion_tokens':-5,'total_tokens':2} | ^^",
        "{'prompt_tokens':7.5,'completion_tokens':5,'total_tokens':2} | ^^",
        "{'prompt_tokens':1e400,'completion_tokens':5,'total_tokens':2} | ^^",
        "{'prompt_tokens':7} | ^^",
        "{} | ^^",
        "{'prompt_tokens':7,'completion_tokens':5,'total_tokens':12,'prompt_tokens_details':{'cached_tokens':-1,'audio_tokens':null,'other':-1}} | {'prompt_tokens':7,'completion_tokens':5,'total_tokens':12,'prompt_tokens_details':{'audio_tokens':null,'other':-1}}",
        "{'prompt_tokens':7,'completion_tokens':5,'total_tokens':12,'completion_tokens_details':{'reasoning_tokens':'3'}} | {'prompt_tokens':7,'completion_tokens':5,'total_tokens':12,'completion_tokens_details':{'reasoning_tokens':3}}"
      })
  void usage(String given, String passedOn) throws JsonProcessingException {
    var answer = "'object':'chat.completion'";
    check(
        AnswerShape.MESSAGE,
        answer + ",'usage':" + given,
        passedOn == null ? null : passedOn.isEmpty() ? answer : answer + ",'usage':" + passedOn);
  }

  /**
   * @param passedOn null for the same
   */
  private static void check(String part, String given, String passedOn)
      throws JsonProcessingException {
    var body = (ObjectNode) JSON.readTree("{" + given + "}");
    assertThat(OpenAiFields.conform(body, part)).isEqualTo(passedOn != null);
    assertThat(JSON.readTree(body.toString()))
        .isEqualTo(JSON.readTree("{" + (passedOn == null ? given : passedOn) + "}"));
  }
}
