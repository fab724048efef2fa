package io.signetmail.auth.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/// Not a benchmark: catches a reading loop that became ten times slower. Numbers: `./signet bench`.
class ReadingSpeedTest {

  @Test
  void tenThousandRecordsTakeFarLessThanASecond() {
    var records = Collections.nCopies(10_000, ReportFiles.record("192.0.2.1", 1));
    var input =
        ReportFiles.gzip(ReportFiles.bytes(ReportFiles.xml(records.toArray(String[]::new))));
    var reader = new ReportReader(ReportLimits.defaults().withMaxRatio(10_000), ReportFiles.CLOCK);
    var best = Duration.ofHours(1);
    for (int i = 0; i < 15; i++) {
      long start = System.nanoTime();
      var outcome = reader.read(input, ReportSink.NONE).getFirst();
      var took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(((ReportOutcome.Aggregate) outcome).records()).isEqualTo(10_000);
      best = took.compareTo(best) < 0 ? took : best;
    }
    System.getLogger("speed").log(System.Logger.Level.INFO, "10,000 records: " + best);
    assertThat(best).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void aThousandSmallReportsTakeFarLessThanASecond() {
    var input =
        ReportFiles.gzip(ReportFiles.bytes(ReportFiles.xml(ReportFiles.record("192.0.2.1", 1))));
    var reader = new ReportReader(ReportLimits.defaults(), ReportFiles.CLOCK);
    var best = Duration.ofHours(1);
    for (int i = 0; i < 15; i++) {
      long start = System.nanoTime();
      for (int n = 0; n < 1_000; n++) {
        assertThat(reader.read(input, ReportSink.NONE)).hasSize(1);
      }
      var took = Duration.ofNanos(System.nanoTime() - start);
      best = took.compareTo(best) < 0 ? took : best;
    }
    System.getLogger("speed").log(System.Logger.Level.INFO, "1,000 reports: " + best);
    assertThat(best).isLessThan(Duration.ofSeconds(1));
  }
}
