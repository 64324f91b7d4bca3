package dev.ziggurat.training.wandb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.training.wandb.ServerlessTraining.RemoteModel;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Uploads training files as artifacts of W&amp;B, in the order in which W&amp;B's own client
 * (wandb-core 0.31) does: artifact, manifest without content, file, manifest, commit. A file that
 * W&amp;B has already is not uploaded again.
 */
@Singleton
public class TrainingFiles {

  private static final String FILE = "train.jsonl";
  private static final String MANIFEST = "wandb_manifest.json";
  private static final int SUFFIX = 12;

  private static final String CREATE =
      """
      mutation CreateArtifact($input: CreateArtifactInput!) {
        createArtifact(input: $input) { artifact { id state } }
      }
      """;

  private static final String CREATE_MANIFEST =
      """
      mutation CreateArtifactManifest($artifactID: ID!, $name: String!, $digest: String!,
          $entityName: String!, $projectName: String!, $runName: String!,
          $type: ArtifactManifestType!, $upload: Boolean!) {
        createArtifactManifest(input: {artifactID: $artifactID, name: $name, digest: $digest,
            entityName: $entityName, projectName: $projectName, runName: $runName, type: $type}) {
          artifactManifest { id file { id
            uploadUrl @include(if: $upload) uploadHeaders @include(if: $upload) } }
        }
      }
      """;

  private static final String CREATE_FILES =
      """
      mutation CreateArtifactFiles($input: CreateArtifactFilesInput!) {
        createArtifactFiles(input: $input) {
          files { edges { node { uploadUrl uploadHeaders } } }
        }
      }
      """;

  private static final String COMMIT =
      """
      mutation CommitArtifact($artifactID: ID!) {
        commitArtifact(input: {artifactID: $artifactID}) { artifact { id digest } }
      }
      """;

  private final ArtifactQueries queries;
  private final PresignedUploads uploads;

  TrainingFiles(ArtifactQueries queries, PresignedUploads uploads) {
    this.queries = queries;
    this.uploads = uploads;
  }

  /**
   * A training file.
   *
   * @param bytes its size
   * @param md5 of its bytes
   * @param turns how many lines it has
   */
  public record TrainingFile(Path path, long bytes, byte[] md5, long turns) {

    private String digest() {
      return Base64.getEncoder().encodeToString(md5);
    }

    private String suffix() {
      return HexFormat.of().formatHex(md5).substring(0, SUFFIX);
    }
  }

  /**
   * Uploads a file for the training of a model.
   *
   * @return its address for the training API
   * @throws dev.ziggurat.llm.ProviderFailure if W&amp;B or its storage does not take it
   */
  public String upload(
      String entity, String project, String name, RemoteModel model, TrainingFile file) {
    var collection = name + "-sft-data-" + file.suffix();
    var address = "wandb-artifact:///%s/%s/%s:v0".formatted(entity, project, collection);
    var run = model.runId().orElse(model.id());
    var artifact =
        queries
            .ask(
                CREATE,
                "createArtifact",
                ArtifactQueries.variables()
                    .set("input", newArtifact(entity, project, collection, run, file)))
            .path("artifact");
    if (artifact.path("state").asText().equals("COMMITTED")) {
      return address;
    }
    var id = artifact.path("id").asText();
    var empty = manifest(id, entity, project, run, "", false);
    uploads.put(target(createFile(id, empty.path("id").asText(), file)), file.path());
    var manifest = contents(id, file);
    var digest = Base64.getEncoder().encodeToString(Md5.of(manifest));
    var filled = manifest(id, entity, project, run, digest, true);
    uploads.put(target(filled.path("file")), manifest);
    queries.ask(COMMIT, "commitArtifact", ArtifactQueries.variables().put("artifactID", id));
    return address;
  }

  private static ObjectNode newArtifact(
      String entity, String project, String collection, String run, TrainingFile file) {
    // The client's own id of an artifact and of its collection: any 64 hexadecimal digits.
    var unique =
        HexFormat.of().formatHex(Md5.of(collection.getBytes(StandardCharsets.UTF_8))).repeat(2);
    var metadata =
        JsonNodeFactory.instance
            .objectNode()
            .put("format", "jsonl")
            .put("num_trajectories", file.turns());
    var input =
        JsonNodeFactory.instance
            .objectNode()
            .put("entityName", entity)
            .put("projectName", project)
            .put("artifactTypeName", "dataset")
            .put("artifactCollectionName", collection)
            .put("runName", run)
            .put("digest", manifestDigest(file))
            .put("digestAlgorithm", "MANIFEST_MD5")
            .put("metadata", metadata.toString())
            .put("enableDigestDeduplication", true)
            .put("clientID", unique)
            .put("sequenceClientID", unique);
    input
        .putArray("aliases")
        .addObject()
        .put("artifactCollectionName", collection)
        .put("alias", "latest");
    return input;
  }

  private JsonNode manifest(
      String artifact, String entity, String project, String run, String digest, boolean upload) {
    return queries
        .ask(
            CREATE_MANIFEST,
            "createArtifactManifest",
            ArtifactQueries.variables()
                .put("artifactID", artifact)
                .put("name", MANIFEST)
                .put("digest", digest)
                .put("entityName", entity)
                .put("projectName", project)
                .put("runName", run)
                .put("type", "FULL")
                .put("upload", upload))
        .path("artifactManifest");
  }

  private JsonNode createFile(String artifact, String manifest, TrainingFile file) {
    var input = JsonNodeFactory.instance.objectNode().put("storageLayout", "V2");
    input
        .putArray("artifactFiles")
        .addObject()
        .put("artifactID", artifact)
        .put("name", FILE)
        .put("md5", file.digest())
        .put("artifactManifestID", manifest);
    return queries
        .ask(CREATE_FILES, "createArtifactFiles", ArtifactQueries.variables().set("input", input))
        .at("/files/edges/0/node");
  }

  /** Empty where W&amp;B has the content already. */
  private static Optional<PresignedUploads.Target> target(JsonNode file) {
    return PresignedUploads.Target.of(file.path("uploadUrl"), file.path("uploadHeaders"));
  }

  /** The digest of an artifact: the MD5 of a list of its files, in hexadecimal digits. */
  private static String manifestDigest(TrainingFile file) {
    var list = "wandb-artifact-manifest-v1\n" + FILE + ':' + file.digest() + '\n';
    return HexFormat.of().formatHex(Md5.of(list.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] contents(String artifact, TrainingFile file) {
    var manifest =
        JsonNodeFactory.instance
            .objectNode()
            .put("version", 1)
            .put("storagePolicy", "wandb-storage-policy-v1");
    manifest.putObject("storagePolicyConfig").put("storageLayout", "V2");
    manifest
        .putObject("contents")
        .putObject(FILE)
        .put("digest", file.digest())
        .put("size", file.bytes())
        .put("birthArtifactID", artifact);
    return manifest.toString().getBytes(StandardCharsets.UTF_8);
  }
}
