package dev.ziggurat.gateway;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Describes the headers of {@link RequestOptions}, which the calls of every API have. */
final class OptionParameters {

  private OptionParameters() {}

  static List<Parameter> all() {
    return List.of(
        header(
            RequestOptions.PROJECT,
            type(SchemaType.STRING),
            "team/project that W&B attributes the call to; wins over the body"),
        header(
            RequestOptions.OPENAI_PROJECT,
            type(SchemaType.STRING),
            "The same as OpenAI's SDKs and LiteLLM send it; ids of OpenAI's own, proj_…, are ignored"),
        header(
            RequestOptions.FALLBACK,
            type(SchemaType.STRING).enumeration(List.of("chain", "none")),
            "Whether other providers may answer when the first fails"),
        header(
            RequestOptions.LIMIT,
            type(SchemaType.INTEGER),
            "Time limit for the answer, or for the first content of a stream, in milliseconds"),
        header(
            RequestOptions.MAX_COST,
            type(SchemaType.NUMBER),
            "Maximum cost of the call, in US dollars"),
        header(
            RequestOptions.TAGS,
            type(SchemaType.STRING),
            "Tags for the ledger: name=value, separated by commas"),
        header(
            RequestOptions.EXPLAIN,
            type(SchemaType.BOOLEAN),
            "Whether the answer contains its path"),
        header(
            HttpHeaders.CACHE_CONTROL,
            type(SchemaType.STRING),
            "no-cache: do not answer from the cache"));
  }

  private static Schema type(SchemaType type) {
    return OASFactory.createSchema().addType(type);
  }

  private static Parameter header(String name, Schema schema, String description) {
    return OASFactory.createParameter()
        .name(name)
        .in(Parameter.In.HEADER)
        .schema(schema)
        .description(description);
  }
}
