package dev.ziggurat.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.ziggurat.llm.Deviations;
import dev.ziggurat.llm.Deviations.AnswerFormat;
import dev.ziggurat.llm.Deviations.MaxTokensField;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adaptation of earlier answers to the provider they are sent to. */
class MessageWriterTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private static final Deviations ADDED =
      new Deviations(
          MaxTokensField.MAX_TOKENS,
          AnswerFormat.JSON_SCHEMA,
          true,
          Set.of("reasoning_content"),
          true);

  private static JsonNode written(String to, String messages) throws JsonProcessingException {
    var given = (ArrayNode) JSON.readTree("[" + messages + "]");
    var before = given.toString();
    var deviations =
        to.equals("added") ? ADDED : Providers.builtIn().get(new Provider(to)).deviations();
    var written = MessageWriter.write(deviations, given);
    assertThat(given.toString()).isEqualTo(before);
    return JSON.readTree(written.toString());
  }

  /** Whoever answers, an SDK sends the whole message back with the next question. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "openai | {'role':'assistant','content':'x'}",
        "groq   | {'role':'assistant','content':'x','reasoning':'r'}",
        "wandb  | {'role':'assistant','content':'x','reasoning_content':'rc','reasoning':'r','provider_specific_fields':{}}",
        "added  | {'role':'assistant','content':'x','reasoning':'r','provider_specific_fields':{}}"
      })
  void fieldsOfAnswersGoOnlyToThoseThatAcceptThem(String to, String sent)
      throws JsonProcessingException {
    var echo =
        """
        {"role": "assistant", "content": "x", "reasoning_content": "rc", "reasoning": "r", "annotations": [],
         "executed_tools": [], "tool_calls": [], "function_call": null, "refusal": null, "audio": null,
         "provider_specific_fields": {}}""";
    assertThat(written(to, echo).path(0)).isEqualTo(JSON.readTree(sent));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "openai | {'role':'assistant','content':null} | {'role':'assistant','content':''}",
        "groq   | {'role':'assistant'} | {'role':'assistant','content':''}",
        "wandb  | {'role':'assistant','content':[]} | {'role':'assistant','content':''}",
        "openai | {'role':'user','content':[]} | {'role':'user','content':''}",
        "openai | {'role':'assistant','content':null,'refusal':'No.'} | {'role':'assistant','refusal':'No.'}",
        "groq   | {'role':'assistant','content':null,'refusal':'No.'} | {'role':'assistant','content':'No.'}",
        "openai | {'role':'tool','tool_call_id':'a','content':null} | {'role':'tool','tool_call_id':'a','content':''}",
        "openai | {'role':'developer','content':'x'} | {'role':'developer','content':'x'}",
        "groq   | {'role':'developer','content':'x'} | {'role':'system','content':'x'}",
        "wandb  | {'role':'developer','content':'x'} | {'role':'system','content':'x'}",
        "groq   | {'role':'assistant','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]} | {'role':'assistant','content':'a\\nb'}",
        "openai | {'role':'user','content':[{'type':'text','text':'a','cache_control':{}}]} | {'role':'user','content':[{'type':'text','text':'a'}]}",
        "wandb  | {'role':'user','content':[{'type':'text','text':'a','cache_control':{}}]} | {'role':'user','content':[{'type':'text','text':'a','cache_control':{}}]}",
        "groq   | {'role':'user','content':[{'type':'text','text':'a'},{'type':'image_url','image_url':{'url':'u'}}]} | {'role':'user','content':[{'type':'text','text':'a'},{'type':'image_url','image_url':{'url':'u'}}]}",
        "wandb  | 'no object' | 'no object'"
      })
  void contentHasAFormThatTheProviderAccepts(String to, String message, String sent)
      throws JsonProcessingException {
    assertThat(written(to, message).path(0)).isEqualTo(JSON.readTree(sent));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{'a':1} | {\"a\":1}",
        "'{\"a\": 1.0}' | {\"a\": 1.0}",
        "'' | {}",
        "null | {}",
        "'{\"a\":' | {\"invalid_json\":\"{\\\"a\\\":\"}"
      })
  void argumentsAreAJsonObjectAsText(String arguments, String sent) throws JsonProcessingException {
    var call =
        "{'role':'assistant','content':null,'tool_calls':[{'id':'a','index':0,'function':{'name':'f','arguments':%s}}]}"
            .formatted(arguments);
    for (var to : Set.of("wandb", "groq", "openai", "added")) {
      var written = written(to, call).path(0);
      assertThat(written.at("/tool_calls/0/function/arguments").textValue()).as(to).isEqualTo(sent);
      assertThat(written.at("/tool_calls/0/type").textValue()).isEqualTo("function");
      assertThat(written.at("/tool_calls/0").has("index"))
          .isEqualTo(Set.of("wandb", "added").contains(to));
      assertThat(written.path("content").isNull()).isTrue();
    }
  }

  @Test
  void idsThatOpenAiRefusesAreReplacedAlsoInTheirResults() throws JsonProcessingException {
    var id = "chatcmpl-tool-0123456789abcdef0123456789abcdef";
    var turn =
        "{'role':'assistant','tool_calls':[{'id':'%1$s','type':'function','function':{'name':'f','arguments':'{}'}},"
            + "{'id':'','type':'function','function':{'name':'f','arguments':'{}'}}]},"
            + "{'role':'tool','tool_call_id':'%1$s','content':'1'},{'role':'tool','tool_call_id':'','content':'2'}";
    var written = written("openai", turn.formatted(id) + "," + turn.formatted("short"));
    for (var message : Set.of(0, 3)) {
      var calls = written.path(message).path("tool_calls");
      assertThat(calls.path(0).path("id").asText()).hasSizeBetween(1, 40);
      assertThat(calls.path(1).path("id").asText()).isEqualTo("call");
      assertThat(written.path(message + 1).path("tool_call_id"))
          .isEqualTo(calls.path(0).path("id"));
      assertThat(written.path(message + 2).path("tool_call_id"))
          .isEqualTo(calls.path(1).path("id"));
    }
    assertThat(written.at("/3/tool_calls/0/id").asText()).isEqualTo("short");
  }
}
