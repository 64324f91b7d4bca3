package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * W&B's artifacts, as far as uploading a training file needs them: GraphQL, and storage that takes
 * what has the announced digest. Of files only what {@link SimulatedTraining} asks is kept.
 */
final class SimulatedArtifacts {

  private static final String ROOT = "/simulator/wandb/artifacts";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MAX_QUERY = 256 * 1024;
  private static final int MAX_FILE = 32 * 1024 * 1024;
  private static final int MAX_KEPT = 1_000;

  private final Map<String, Artifact> artifacts = new HashMap<>();

  /**
   * A training file.
   *
   * @param fault why it is none that can be trained on; empty if it can
   */
  record TrainingData(long lines, Optional<String> fault) {}

  /** An artifact and what is known of its parts. */
  private static final class Artifact {
    private final String name;
    private String fileDigest = "";
    private String manifestDigest = "";
    private Optional<TrainingData> data = Optional.empty();
    private boolean manifested;
    private boolean committed;

    private Artifact(String name) {
      this.name = name;
    }
  }

  void mount(Router router) {
    router
        .post(ROOT + "/graphql")
        .handler(context -> BodyReader.read(context, MAX_QUERY, body -> answer(context, body)));
    router
        .put(ROOT + "/storage/:id/:part")
        .handler(context -> BodyReader.read(context, MAX_FILE, body -> store(context, body)));
  }

  /** The committed file at an address of an artifact. */
  synchronized Optional<TrainingData> find(String address) {
    return artifacts.values().stream()
        .filter(artifact -> artifact.committed && artifact.name.equals(address))
        .findFirst()
        .flatMap(artifact -> artifact.data);
  }

  private synchronized void answer(RoutingContext context, Optional<Buffer> body) {
    var authorization = context.request().getHeader("Authorization");
    if (authorization == null || !authorization.startsWith("Basic ")) {
      end(context, 401, NODES.objectNode());
      return;
    }
    try {
      var sent = JsonBody.of(body.orElseGet(Buffer::buffer));
      var data = NODES.objectNode();
      end(
          context,
          200,
          answer(context, sent.path("query").asText(), sent.path("variables"), data)
              ? NODES.objectNode().set("data", data)
              : errors());
    } catch (JsonProcessingException e) {
      end(context, 400, errors());
    }
  }

  private static ObjectNode errors() {
    var answer = NODES.objectNode();
    answer.putArray("errors").addObject().put("message", "the operation failed");
    return answer;
  }

  private boolean answer(
      RoutingContext context, String query, JsonNode variables, ObjectNode data) {
    if (query.contains("createArtifactManifest(")) {
      var id = variables.path("artifactID").asText();
      var artifact = artifacts.get(id);
      if (artifact == null) {
        return false;
      }
      var file =
          data.putObject("createArtifactManifest")
              .putObject("artifactManifest")
              .put("id", "manifest-" + id)
              .putObject("file")
              .put("id", "file-" + id);
      if (variables.path("upload").asBoolean()) {
        artifact.manifestDigest = variables.path("digest").asText();
        target(context, file, id, "manifest");
      }
      return true;
    }
    if (query.contains("createArtifactFiles(")) {
      var asked = variables.at("/input/artifactFiles/0");
      var id = asked.path("artifactID").asText();
      var artifact = artifacts.get(id);
      if (artifact == null) {
        return false;
      }
      artifact.fileDigest = asked.path("md5").asText();
      var node =
          data.putObject("createArtifactFiles")
              .putObject("files")
              .putArray("edges")
              .addObject()
              .putObject("node");
      target(context, node, id, "file");
      return true;
    }
    if (query.contains("createArtifact(")) {
      return create(variables.path("input"), data);
    }
    return query.contains("commitArtifact(") && commit(variables.path("artifactID").asText(), data);
  }

  private boolean create(JsonNode input, ObjectNode data) {
    var name =
        "wandb-artifact:///%s/%s/%s:v0"
            .formatted(
                input.path("entityName").asText(),
                input.path("projectName").asText(),
                input.path("artifactCollectionName").asText());
    var known =
        artifacts.entrySet().stream()
            .filter(entry -> entry.getValue().committed && entry.getValue().name.equals(name))
            .findFirst();
    if (known.isEmpty() && artifacts.size() >= MAX_KEPT) {
      return false;
    }
    var id = known.map(Map.Entry::getKey).orElse("artifact-" + (artifacts.size() + 1));
    artifacts.computeIfAbsent(id, _ -> new Artifact(name));
    data.putObject("createArtifact")
        .putObject("artifact")
        .put("id", id)
        .put("state", known.isPresent() ? "COMMITTED" : "PENDING");
    return true;
  }

  private boolean commit(String id, ObjectNode data) {
    var artifact = artifacts.get(id);
    if (artifact == null || artifact.data.isEmpty() || !artifact.manifested) {
      return false;
    }
    artifact.committed = true;
    data.putObject("commitArtifact").putObject("artifact").put("id", id).put("digest", "");
    return true;
  }

  private static void target(RoutingContext context, ObjectNode file, String id, String part) {
    file.put(
        "uploadUrl",
        "http://%s%s/storage/%s/%s".formatted(context.request().getHeader("Host"), ROOT, id, part));
    file.putArray("uploadHeaders").add("X-Simulated: " + part);
  }

  private synchronized void store(RoutingContext context, Optional<Buffer> body) {
    var artifact = artifacts.get(context.pathParam("id"));
    var part = context.pathParam("part");
    if (artifact == null || !part.equals(context.request().getHeader("X-Simulated"))) {
      context.response().setStatusCode(403).end();
      return;
    }
    var isFile = part.equals("file");
    var digest = isFile ? artifact.fileDigest : artifact.manifestDigest;
    if (body.isEmpty() || !md5(body.get()).equals(digest)) {
      context.response().setStatusCode(400).end();
      return;
    }
    if (isFile) {
      artifact.data = Optional.of(TrainingLines.read(body.get().toString()));
    } else {
      artifact.manifested = true;
    }
    context.response().setStatusCode(200).end();
  }

  private static String md5(Buffer content) {
    try {
      return Base64.getEncoder()
          .encodeToString(MessageDigest.getInstance("MD5").digest(content.getBytes()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void end(RoutingContext context, int status, JsonNode body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", Reply.JSON)
        .end(body.toString());
  }
}
