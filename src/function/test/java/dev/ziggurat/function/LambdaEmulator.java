package dev.ziggurat.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipInputStream;

/**
 * A package of ours in AWS's runtime interface emulator, started by AWS's Java runtime interface
 * client: what Lambda runs, without Lambda.
 *
 * @see <a href="https://github.com/aws/aws-lambda-runtime-interface-emulator">The emulator</a>
 */
public final class LambdaEmulator implements AutoCloseable {

  /** The environment variable with the path of the emulator's executable. */
  public static final String EXECUTABLE = "LAMBDA_EMULATOR";

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int TIMEOUT_SECONDS = 60;
  private static final int MAX_LOG = 20_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final URI function;

  /**
   * Starts the emulator; the function itself starts with the first event.
   *
   * @param archive the package
   * @param folder where it is unpacked
   * @param handler class and method, as the runtime client is told
   * @param settings of the function, as system properties
   */
  public LambdaEmulator(Path archive, Path folder, String handler, Map<String, String> settings)
      throws IOException {
    var task = folder.resolve("task");
    unpack(archive, task);
    log = folder.resolve("log");
    var port = freePort();
    var command = new ArrayList<String>();
    command.add(System.getenv(EXECUTABLE));
    command.add("--runtime-interface-emulator-address=127.0.0.1:" + port);
    command.add("--runtime-api-address=127.0.0.1:" + freePort());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    settings.forEach((key, value) -> command.add("-D" + key + '=' + value));
    command.addAll(List.of("-cp", task + "/*" + File.pathSeparator + task + "/lib/*"));
    command.set(
        command.size() - 1,
        task + File.pathSeparator + command.getLast() + File.pathSeparator + runtimeClient());
    command.add("com.amazonaws.services.lambda.runtime.api.client.AWSLambda");
    command.add(handler);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("AWS_LAMBDA_FUNCTION_TIMEOUT", Integer.toString(TIMEOUT_SECONDS));
    builder.environment().put("LAMBDA_TASK_ROOT", task.toString());
    process = builder.start();
    function =
        URI.create("http://127.0.0.1:" + port + "/2015-03-31/functions/function/invocations");
  }

  private static void unpack(Path archive, Path folder) throws IOException {
    try (var entries = new ZipInputStream(Files.newInputStream(archive))) {
      for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        var file = folder.resolve(entry.getName()).normalize();
        assertThat(file.startsWith(folder)).isTrue();
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(entries, file);
        }
      }
    }
  }

  /** The client's jars are on the class path of the tests, and in no package. */
  private static String runtimeClient() {
    var jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                jar ->
                    Path.of(jar)
                        .getFileName()
                        .toString()
                        .matches("(aws-lambda-java|utils-lite)-.*\\.jar"))
            .toList();
    assertThat(jars).isNotEmpty();
    return String.join(File.pathSeparator, jars);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /**
   * Sends an event, and waits for the answer of the function.
   *
   * @throws AssertionError with the log when the emulator does not answer
   */
  public String invoke(String event) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(function)
            .timeout(LIMIT)
            .POST(BodyPublishers.ofString(event))
            .build();
    var until = System.nanoTime() + LIMIT.toNanos();
    while (true) {
      try {
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        return answer.body();
      } catch (java.net.ConnectException starting) {
        if (!process.isAlive() || System.nanoTime() > until) {
          throw new AssertionError(log(), starting);
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  /** The end of what emulator and function have printed. */
  public String log() throws IOException {
    var text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - MAX_LOG));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    client.close();
  }
}
