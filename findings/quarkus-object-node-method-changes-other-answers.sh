#!/usr/bin/env bash
# Quarkus 3.33.2 (quarkus-rest-jackson) with quarkus.rest.jackson.optimization.enable-reflection-free-serializers=true:
# a REST method that returns a JsonNode answers the tree, as long as no method of the application returns ObjectNode. With one
# that does, the untouched method that returns JsonNode answers the getters of the node's class ("nodeType", "empty", …) in
# place of its content. Only the class that another method declares decides; the build logs no warning about it.
# Who turns this on must not declare ObjectNode (JsonNode, String or records instead), and must test the bodies of methods that
# did not change.
set -euo pipefail

maven="${MVNW:-$(cd "$(dirname "$0")/.." && pwd)/mvnw}"
folder="$(mktemp -d)"
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
mkdir -p src/main/java/finding src/main/resources
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>trees</artifactId>
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
      <artifactId>quarkus-rest-jackson</artifactId>
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
cat >src/main/java/finding/Trees.java <<'JAVA'
package finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

@Path("/tree")
public class Trees {
  @GET
  public JsonNode tree() {
    return JsonNodeFactory.instance.objectNode().put("answer", 42);
  }
}
JAVA
cat >Other.java <<'JAVA'
package finding;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

@Path("/other")
public class Other {
  @GET
  public ObjectNode other() {
    return JsonNodeFactory.instance.objectNode().put("answer", 42);
  }
}
JAVA
echo 'quarkus.rest.jackson.optimization.enable-reflection-free-serializers=true
quarkus.http.host=127.0.0.1
quarkus.http.port=0' >src/main/resources/application.properties
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
# The body of /tree in a new build of what is in the folder.
tree() {
  "$maven" -q -B -f pom.xml clean package >maven.log 2>&1 || { cat maven.log >&2; exit 1; }
  "$java" -jar target/quarkus-app/quarkus-run.jar >app.log 2>&1 &
  pid=$!
  for _ in $(seq 150); do
    port="$(sed -n -E 's/.*Listening on: http:\/\/127\.0\.0\.1:([0-9]+).*/\1/p' app.log)"
    [ -z "$port" ] || break
    sleep 0.2
  done
  curl -s -m 10 "http://127.0.0.1:$port/tree"
  kill "$pid"; wait "$pid" 2>/dev/null || true; pid=
}
alone="$(tree)"
[ "$alone" = '{"answer":42}' ] || { echo "Changed: alone, the tree is answered as $alone"; exit 1; }

cp Other.java src/main/java/finding/
beside="$(tree)"
case "$beside" in
  *'"nodeType":"OBJECT"'*) ;;
  *) echo "Changed: beside a method that returns ObjectNode, the tree is answered as $beside"; exit 1 ;;
esac
! grep -qi 'warn.*\(ObjectNode\|JsonNode\)' maven.log || { echo "Changed: the build warns"; exit 1; }
echo "As described: a method that returns ObjectNode changes what another one answers: $alone became $beside"
