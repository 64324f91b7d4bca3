#!/usr/bin/env bash
# JDK Flight Recorder (Temurin 25.0.3, OpenJDK 17.0.15): the weights of jdk.ObjectAllocationSample are said to add up to what
# was allocated. The first sample of a thread weighs everything that the thread has allocated since it began, also long before
# the recording. Seen with a thread that allocates 1,024 MiB before the recording and 64 MiB while it runs: 32 samples, 1,104
# MiB together, of which one has 1,040 MiB. So in a recording of some seconds of a running server, what its long-lived threads
# happened to allocate first takes nearly all: of a profile by phases, whole phases were wrong. The sizes of
# jdk.ObjectAllocationInNewTLAB in the same recording add up to 66 MiB.
set -euo pipefail

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$java" -version 2>&1 | head -1
cat >Weights.java <<'JAVA'
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

public class Weights {

  static volatile Object kept;

  static void allocate(int mebibytes) {
    for (int array = 0; array < mebibytes * 1024; array++) {
      kept = new byte[1024];
    }
  }

  public static void main(String[] arguments) throws Exception {
    CountDownLatch before = new CountDownLatch(1);
    CountDownLatch recorded = new CountDownLatch(1);
    Thread thread =
        new Thread(
            () -> {
              allocate(1024);
              before.countDown();
              try {
                recorded.await();
              } catch (InterruptedException interrupted) {
                return;
              }
              allocate(64);
            },
            "measured");
    thread.start();
    before.await();
    Path file = Path.of("weights.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ObjectAllocationSample").with("throttle", "500/s");
      recording.enable("jdk.ObjectAllocationInNewTLAB");
      recording.start();
      recorded.countDown();
      thread.join();
      recording.stop();
      recording.dump(file);
    }
    long weights = 0;
    long largest = 0;
    long buffers = 0;
    for (var event : RecordingFile.readAllEvents(file)) {
      if (!event.getThread().getJavaName().equals("measured")) {
        continue;
      }
      if (event.hasField("weight")) {
        weights += event.getLong("weight");
        largest = Math.max(largest, event.getLong("weight"));
      } else {
        buffers += event.getLong("tlabSize");
      }
    }
    System.out.println((weights >> 20) + " " + (largest >> 20) + " " + (buffers >> 20));
  }
}
JAVA
read -r weights largest buffers < <("$java" Weights.java)
echo "allocated while recorded: 64 MiB; weights $weights MiB, the largest $largest MiB; new buffers $buffers MiB"
((weights > 1024 && largest > 960)) || { echo "The weights no longer count what was before the recording" >&2; exit 1; }
((buffers >= 48 && buffers <= 80)) || { echo "The buffers no longer add up to what was allocated" >&2; exit 1; }
