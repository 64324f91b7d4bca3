#!/usr/bin/env bash
# micrometer-core 1.16.3 with opentelemetry-micrometer-1.5 2.23.0-alpha: the counter of a CompositeMeterRegistry answers count() with
# that of one of its registries, whichever comes first in a map by identity. OpenTelemetry's bridge answers NaN, because its
# instruments cannot be read, and any other registry the number: so the same program reads 1.0 in one run and NaN in the next, as
# does one that makes many such composites. A comparison with NaN is false, so a check "grew by at most" or a wait "until it grew"
# fails or never ends without a hint. Who reads meters must choose the registry.
# Needs a JDK 17 or newer; Maven comes with the wrapper of this repository.
set -euo pipefail

maven="$(cd "$(dirname "$0")/.." && pwd)/mvnw"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>composite</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>io.micrometer</groupId>
      <artifactId>micrometer-core</artifactId>
      <version>1.16.3</version>
    </dependency>
    <dependency>
      <groupId>io.opentelemetry.instrumentation</groupId>
      <artifactId>opentelemetry-micrometer-1.5</artifactId>
      <version>2.23.0-alpha</version>
    </dependency>
  </dependencies>
</project>
XML
cat >Composites.java <<'JAVA'
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.instrumentation.micrometer.v1_5.OpenTelemetryMeterRegistry;
import java.util.TreeMap;

class Composites {
  public static void main(String[] arguments) {
    var seen = new TreeMap<String, Integer>();
    for (int i = 0; i < 1_000; i++) {
      var composite = new CompositeMeterRegistry();
      composite.add(new SimpleMeterRegistry());
      composite.add(OpenTelemetryMeterRegistry.create(OpenTelemetry.noop()));
      var counter = composite.counter("calls");
      counter.increment();
      seen.merge(Double.toString(counter.count()), 1, Integer::sum);
    }
    System.out.println(String.join(" ", seen.keySet()));
  }
}
JAVA
"$maven" -q -B -f pom.xml dependency:copy-dependencies -DoutputDirectory=lib >maven.log 2>&1 || { cat maven.log >&2; exit 1; }
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
seen="$("$java" -cp 'lib/*' Composites.java 2>error.log)" || { cat error.log >&2; exit 1; }
[ "$seen" = "1.0 NaN" ] || { echo "Changed: the counters of composites that were increased once read $seen"; exit 1; }
echo "As described: counters of equal composites, each increased once, read 1.0 or NaN"
