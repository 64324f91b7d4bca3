#!/usr/bin/env bash
# Quarkus 3.33.2 (quarkus-rest-client): a method that returns InputStream gives access to a body while it arrives. When the
# connection ends before the body does, what had arrived by then and was not read yet is dropped: the next read throws at
# once, also if all of it arrived long before the end. java.net.http.HttpClient (Temurin 25) gives the same bytes first and
# throws after them. Seen with a chunked body of one chunk, after which the server closes the connection: 0 and 5 bytes. So a
# streamed answer of which only the end is missing, or an error that a server tells before it closes, is lost or not by
# chance: it depends on whether the reader was faster than the end.
set -euo pipefail

maven="${MVNW:-$(cd "$(dirname "$0")/.." && pwd)/mvnw}"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p src/main/java/finding
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>received</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencyManagement>
    <dependencies>
      <dependency>
        <groupId>io.quarkus</groupId>
        <artifactId>quarkus-bom</artifactId>
        <version>3.33.2</version>
        <type>pom</type>
        <scope>import</scope>
      </dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>io.quarkus</groupId>
      <artifactId>quarkus-rest-client</artifactId>
    </dependency>
  </dependencies>
  <build>
    <plugins>
      <plugin>
        <groupId>io.quarkus</groupId>
        <artifactId>quarkus-maven-plugin</artifactId>
        <version>3.33.2</version>
        <executions>
          <execution>
            <goals>
              <goal>build</goal>
            </goals>
          </execution>
        </executions>
      </plugin>
    </plugins>
  </build>
</project>
XML
cat >src/main/java/finding/Received.java <<'JAVA'
package finding;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

@QuarkusMain
public class Received implements QuarkusApplication {

  @Path("/")
  public interface Client {
    @GET
    InputStream body();
  }

  /** Sends one chunk, and closes the connection instead of ending the body. */
  private static void serve(ServerSocket server) {
    while (true) {
      try (var socket = server.accept()) {
        socket.getInputStream().read(new byte[8192]);
        socket
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n".getBytes());
      } catch (IOException ended) {
        return;
      }
    }
  }

  /** How many bytes can be read once the connection has surely ended. */
  private static int read(InputStream body) throws Exception {
    Thread.sleep(1_000);
    var count = 0;
    try {
      while (body.read() >= 0) {
        count++;
      }
    } catch (IOException cut) {
      return count;
    }
    throw new IllegalStateException("the end was taken for that of the body");
  }

  @Override
  public int run(String... args) throws Exception {
    try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      var thread = new Thread(() -> serve(server));
      thread.setDaemon(true);
      thread.start();
      var uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
      var quarkus = QuarkusRestClientBuilder.newBuilder().baseUri(uri).build(Client.class);
      System.out.println("quarkus " + read(quarkus.body()));
      var jdk = HttpClient.newHttpClient();
      var request = HttpRequest.newBuilder(uri).version(HttpClient.Version.HTTP_1_1).build();
      System.out.println(
          "jdk " + read(jdk.send(request, HttpResponse.BodyHandlers.ofInputStream()).body()));
      return 0;
    }
  }
}
JAVA
"$maven" -q -B -f pom.xml package >maven.log 2>&1 || { cat maven.log >&2; exit 1; }
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -Dquarkus.log.level=WARN -Dquarkus.banner.enabled=false \
  -jar target/quarkus-app/quarkus-run.jar >out.log 2>err.log || { cat out.log err.log >&2; exit 1; }
grep -qx 'jdk 5' out.log || { echo "Changed: the JDK's client reads $(grep jdk out.log)"; exit 1; }
grep -qx 'quarkus 0' out.log || { echo "Changed: the REST client reads $(grep quarkus out.log)"; exit 1; }
echo "As described: of 5 bytes that had arrived before the connection ended, the REST client gives none, the JDK's all"
