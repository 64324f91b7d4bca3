package dev.ziggurat.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Lasting load on several at once: what memory they hold before, meanwhile and afterwards. */
public final class Soak {

  private static final int CONNECTIONS = 16;
  private static final int LOOKS = 10;
  private static final Duration REST = Duration.ofSeconds(10);

  private final List<Contender> contenders;
  private final Duration length;

  /** Load of such a length. */
  public Soak(List<Contender> contenders, Duration length) {
    this.contenders = contenders;
    this.length = length;
  }

  /** Puts the load on, and tells. */
  public void run() throws InterruptedException {
    var looks = new ArrayList<List<Long>>();
    looks.add(look());
    var loads = contenders.stream().map(each -> each.begin(CONNECTIONS)).toList();
    try {
      for (var look = 0; look < LOOKS; look++) {
        Thread.sleep(length.dividedBy(LOOKS));
        looks.add(look());
      }
      for (var each = 0; each < loads.size(); each++) {
        contenders.get(each).end(loads.get(each));
      }
    } finally {
      loads.forEach(Load::close);
    }
    Thread.sleep(REST);
    looks.add(look());
    Comparison.tell(
        "MiB resident before, ten times during and after %d s of %d at once on each, at the same time",
        length.toSeconds(), CONNECTIONS);
    for (var each = 0; each < contenders.size(); each++) {
      var index = each;
      Comparison.tell(
          "             %-8s  %s",
          contenders.get(each).target().name(),
          looks.stream()
              .map(look -> Long.toString(look.get(index)))
              .collect(Collectors.joining("  ")));
    }
  }

  private List<Long> look() {
    return contenders.stream().map(each -> each.meter().resident()).toList();
  }
}
