package io.signetmail.reports.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Three scripted histories, and what an expert would say to each.
class AdvisorTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
  private static final Advisor ADVISOR = new Advisor("rua@signet.example");

  @Test
  void aCleanDomainMayMoveOneStep() {
    var advice = ADVISOR.advise("shop.example", "none", clean(60), TODAY);
    assertThat(advice.mayMove()).isTrue();
    assertThat(advice.next()).isEqualTo("quarantine");
    assertThat(advice.cleanSince()).isEqualTo(TODAY.minusDays(60));
    assertThat(advice.wouldBeLost()).isZero();
    assertThat(advice.toFix()).isEmpty();
    assertThat(advice.record()).isEqualTo("v=DMARC1; p=quarantine; rua=mailto:rua@signet.example");
    assertThat(ADVISOR.advise("shop.example", "quarantine", clean(60), TODAY).next())
        .isEqualTo("reject");
    assertThat(ADVISOR.advise("shop.example", "reject", clean(60), TODAY).mayMove()).isFalse();
  }

  @Test
  void aMonthIsAMonth() {
    var advice = ADVISOR.advise("shop.example", "none", clean(29), TODAY);
    assertThat(advice.mayMove()).isFalse();
    assertThat(advice.toFix()).containsExactly("clean for 29 days since 2026-10-25; wait for 30");
  }

  @Test
  void aForgottenSenderMustBeFixedFirst() {
    var history = clean(60);
    for (int day = 1; day <= 60; day += 7) {
      history.add(
          row(
              day,
              "198.51.100.7",
              false,
              false,
              "k1._domainkey.newsletter.example",
              "bounce.newsletter.example",
              400));
    }
    var advice = ADVISOR.advise("shop.example", "none", history, TODAY);
    assertThat(advice.mayMove()).isFalse();
    assertThat(advice.next()).isEqualTo("none");
    assertThat(advice.wouldBeLost()).isEqualTo(5 * 400);
    assertThat(advice.failing())
        .singleElement()
        .satisfies(source -> {
          assertThat(source.kind()).isEqualTo(SourceClass.FORGOTTEN);
          assertThat(source.ip()).isEqualTo("198.51.100.7");
        });
    assertThat(advice.toFix())
        .first()
        .isEqualTo(
            "198.51.100.7 sends as k1._domainkey.newsletter.example: sign its mail with a key of"
                + " the domain");
  }

  @Test
  void spoofedMailIsNoReasonToWait() {
    var history = clean(60);
    for (int day = 1; day <= 60; day++) {
      for (int i = 0; i < 20; i++) {
        history.add(row(day, "203.0.113." + (day + i) % 200, false, false, "", "", 50));
      }
    }
    var advice = ADVISOR.advise("shop.example", "none", history, TODAY);
    assertThat(advice.mayMove()).isTrue();
    assertThat(advice.wouldBeLost()).isZero();
    assertThat(advice.stopped()).isEqualTo(30 * 20 * 50);
    assertThat(advice.failing()).isEmpty();
  }

  @Test
  void spfAloneIsNotEnough() {
    var history = clean(60);
    for (int day = 1; day <= 60; day++) {
      history.add(row(day, "192.0.2.77", false, true, "", "shop.example", 100));
    }
    var advice = ADVISOR.advise("shop.example", "none", history, TODAY);
    assertThat(advice.mayMove()).isFalse();
    assertThat(advice.toFix()).first().isEqualTo("192.0.2.77 passes SPF only: sign its mail");
  }

  @Test
  void listsAreAWarningBeforeReject() {
    var history = clean(60);
    for (int day = 1; day <= 60; day++) {
      history.add(row(day, "198.51.100.9", true, false, "s1._domainkey.shop.example", "", 5));
      history.add(row(day, "198.51.100.9", false, false, "", "list.example", 3));
    }
    var advice = ADVISOR.advise("shop.example", "quarantine", history, TODAY);
    assertThat(advice.next()).isEqualTo("reject");
    assertThat(advice.warnings()).singleElement().asString().contains("lists");
  }

  @Test
  void withoutReportsNothingMoves() {
    var advice = ADVISOR.advise("shop.example", "none", List.of(), TODAY);
    assertThat(advice.mayMove()).isFalse();
    assertThat(advice.toFix()).isNotEmpty();
  }

  private static List<SourceDay> clean(int days) {
    var history = new ArrayList<SourceDay>();
    for (int day = 1; day <= days; day++) {
      history.add(
          row(day, "192.0.2.1", true, true, "s1._domainkey.shop.example", "shop.example", 1_000));
      history.add(row(day, "192.0.2.2", true, false, "s1._domainkey.shop.example", "", 20));
    }
    return history;
  }

  private static SourceDay row(
      int daysAgo, String ip, boolean dkim, boolean spf, String signer, String from, long n) {
    return new SourceDay(TODAY.minusDays(daysAgo), ip, dkim, spf, signer, from, n);
  }
}
