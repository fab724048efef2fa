package io.signetmail.reports;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.signetmail.bus.BusJson;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Topic;
import io.signetmail.testkit.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The service over a real broker and a real database.
@QuarkusTest
@WithTestResource(Backends.class)
class CollectorTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static DurableProducer producer;

  @BeforeAll
  static void connect() {
    producer = new DurableProducer(Backends.connection());
  }

  @AfterAll
  static void disconnect() {
    if (producer != null) {
      producer.close();
    }
  }

  @Test
  void aReportByMailIsStoredAndListedWithItsRecords() {
    var mail = ReportMails.trusted("application/gzip", "a.xml.gz", gz("listed"));
    send(mail);
    var report = await("listed");
    assertThat(report)
        .containsEntry("status", "counted")
        .containsEntry("domain", "shop.example")
        .containsEntry("reporter", "receiver.example")
        .containsEntry("submitter", "receiver.example")
        .containsEntry("messages", 7)
        .containsEntry("records", 2);
    var id = String.valueOf(report.get("id"));
    api()
        .get("/v1/reports/" + id)
        .then()
        .statusCode(200)
        .body("policy.p", equalTo("none"))
        .body("messageId", equalTo(mail.id().value()));
    api()
        .get("/v1/reports/" + id + "/records")
        .then()
        .statusCode(200)
        .body("records", hasSize(2))
        .body("records[0].sourceIp", equalTo("192.0.2.1"))
        .body("records[0].count", equalTo(3))
        .body("records[0].dkimResults[0].selector", equalTo("s1"))
        .body("records[0].reasons[0].comment", equalTo("a \"quote\", a \\ and a tab ."))
        .body("records[1].sourceIp", equalTo("2001:db8::1"))
        .body("records[1].dkim", equalTo("fail"));
  }

  @Test
  void theSameReportInAnyWrappingCountsOnce() {
    send(ReportMails.trusted("text/xml", "a.xml", ReportMails.report("wrapped")));
    send(ReportMails.trusted("application/gzip", "a.xml.gz", gz("wrapped")));
    send(
        ReportMails.trusted(
            "application/zip", "a.zip", ReportMails.zip("a.xml", ReportMails.report("wrapped"))));
    Await.until(
        LIMIT, "three copies", () -> Integer.valueOf(3).equals(found("wrapped").get("copies")));
    upload(gz("wrapped")).then().statusCode(200).body("reports[0].outcome", equalTo("duplicate"));
    assertThat(reports().stream().filter(r -> "wrapped".equals(r.get("reportId")))).hasSize(1);
    var id = String.valueOf(found("wrapped").get("id"));
    api().get("/v1/reports/" + id + "/records").then().body("records", hasSize(2));
  }

  @Test
  void anotherReportWithTheSameIdCountsToo() {
    upload(ReportMails.report("reused")).then().statusCode(201);
    var other =
        new String(ReportMails.report("reused"), StandardCharsets.UTF_8)
            .replace("<count>4</count>", "<count>40</count>");
    upload(other.getBytes(StandardCharsets.UTF_8)).then().statusCode(201);
    assertThat(reports().stream().filter(r -> "reused".equals(r.get("reportId")))).hasSize(2);
  }

  @Test
  void mailThatDidNotPassDmarcIsKeptApartUntilSomebodyVouches() {
    send(ReportMails.mail("", "application/gzip", "a.xml.gz", gz("unvouched")));
    assertThat(await("unvouched")).containsEntry("status", "untrusted");
    upload(gz("unvouched")).then().statusCode(200);
    assertThat(found("unvouched")).containsEntry("status", "counted").containsEntry("copies", 2);
  }

  @Test
  void whatIsNoReportBecomesADeadLetterAndStopsNothing() {
    var notXml = ReportMails.trusted("text/xml", "a.xml", bytes("this is not XML"));
    var bomb =
        ReportMails.trusted(
            "application/zip",
            "bomb.zip",
            ReportMails.zip("a.xml", bytes("<feedback>" + " ".repeat(8 << 20))));
    var lol =
        "<!DOCTYPE l [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]><feedback>&b;</feedback>";
    send(notXml);
    send(bomb);
    send(ReportMails.trusted("text/xml", "lol.xml", bytes(lol)));
    producer.send(new ProducerRecord<>(Topic.MAIL_REPORTS.topicName(), "no-id", bytes("junk")));
    send(ReportMails.trusted("application/gzip", "a.xml.gz", gz("after the bombs")));
    await("after the bombs");
    var reasons = List.of("not-a-report", "too-compressed", "doctype", "failed");
    Await.until(
        LIMIT,
        "dead letters for " + reasons,
        () -> deadLetters().stream().map(l -> l.get("reason")).toList().containsAll(reasons));
    var letters = deadLetters();
    var id =
        letters.stream()
            .filter(l -> notXml.id().value().equals(l.get("messageId")))
            .findFirst()
            .orElseThrow()
            .get("id");
    var raw = api().get("/v1/dead-letters/" + id + "/raw").then().statusCode(200).extract();
    assertThat(raw.asByteArray()).isEqualTo(notXml.message());
  }

  @Test
  void aLargeReportTwiceIsCopiedOnce() {
    var large =
        bytes(
            new String(ReportMails.report("large"), StandardCharsets.UTF_8)
                .replace("</feedback>", manyRows() + "</feedback>"));
    upload(ReportMails.gzip(large)).then().statusCode(201);
    upload(ReportMails.gzip(large)).then().statusCode(200);
    assertThat(found("large")).containsEntry("records", 20_002).containsEntry("copies", 2);
    var id = found("large").get("id");
    api()
        .queryParam("after", 20_000)
        .get("/v1/reports/" + id + "/records")
        .then()
        .body("records", hasSize(1));
  }

  @Test
  void aReportRefusedHalfWayLeavesNothing() {
    var broken =
        bytes(
            new String(ReportMails.report("broken"), StandardCharsets.UTF_8)
                .replace("</feedback>", manyRows() + "<record><oops"));
    upload(broken)
        .then()
        .statusCode(422)
        .contentType("application/problem+json")
        .body("type", equalTo("urn:signet:problem:not-a-report"));
    assertThat(reports()).noneMatch(r -> "broken".equals(r.get("reportId")));
  }

  @Test
  void pagesFollowEachOther() {
    for (int i = 0; i < 5; i++) {
      upload(ReportMails.report("page-" + i)).then().statusCode(201);
    }
    var first = api().queryParam("limit", 2).get("/v1/reports").jsonPath();
    assertThat(first.getList("reports")).hasSize(2);
    var second =
        api()
            .queryParam("limit", 2)
            .queryParam("after", first.getString("next"))
            .get("/v1/reports")
            .jsonPath();
    assertThat(Long.parseLong(second.getString("reports[0].id")))
        .isLessThan(Long.parseLong(first.getString("reports[1].id")));
    api().queryParam("limit", 0).get("/v1/reports").then().statusCode(400);
    api().queryParam("after", "x").get("/v1/reports").then().statusCode(400);
    api()
        .queryParam("domain", "nobody.example")
        .get("/v1/reports")
        .then()
        .body("reports", hasSize(0));
  }

  @Test
  void theSumsAgreeWhicheverWayTheyAreCounted() {
    upload(ReportMails.report("summed")).then().statusCode(201);
    send(ReportMails.mail("", "application/gzip", "a.xml.gz", gz("summed apart")));
    await("summed apart");
    api().get("/v1/self-check").then().statusCode(200).body("ok", equalTo(true));
    var day = api().queryParam("from", "2026-11-22").queryParam("to", "2026-11-22");
    var days = day.get("/v1/domains/shop.example/days").jsonPath();
    long counted =
        reports().stream()
            .filter(r -> "counted".equals(r.get("status")))
            .filter(r -> "shop.example".equals(r.get("domain")))
            .mapToLong(r -> Long.parseLong(String.valueOf(r.get("messages"))))
            .sum();
    assertThat(days.getLong("days[0].messages")).isEqualTo(counted);
    api()
        .get("/v1/domains/shop.example/advice")
        .then()
        .statusCode(200)
        .body("current", equalTo("none"))
        .body("mayMove", equalTo(false));
    api().queryParam("from", "x").get("/v1/domains/shop.example/days").then().statusCode(400);
    Backends.database().execute("update reports.daily_source set messages = messages + 1");
    api().get("/v1/self-check").then().body("ok", equalTo(false));
    Backends.database().execute("update reports.daily_source set messages = messages - 1");
    api().get("/v1/self-check").then().body("ok", equalTo(true));
  }

  @Test
  void tokensAreAskedOnceAndLimitedToTheirDomains() {
    given().get("/v1/reports").then().statusCode(401).contentType("application/problem+json");
    as("wrong").get("/v1/reports").then().statusCode(401);
    int before = Backends.INTROSPECTIONS.get();
    as(Backends.AUDITOR).get("/v1/reports").then().statusCode(200);
    as(Backends.AUDITOR).get("/v1/dead-letters").then().statusCode(200);
    assertThat(Backends.INTROSPECTIONS.get() - before).isEqualTo(1);
    as(Backends.AUDITOR).body(ReportMails.report("x")).post("/v1/reports").then().statusCode(403);
    upload(ReportMails.report("mine")).then().statusCode(201);
    var id = found("mine").get("id");
    as(Backends.PROVISIONER).get("/v1/reports").then().body("reports", hasSize(0));
    as(Backends.PROVISIONER).get("/v1/reports/" + id).then().statusCode(404);
    as(Backends.PROVISIONER).get("/v1/dead-letters").then().statusCode(403);
    api().get("/v1/reports/999999999").then().statusCode(404);
    api().get("/v1/reports/x").then().statusCode(404);
  }

  @Test
  void theStoryOfAMessageIsServed() {
    var mail = ReportMails.trusted("text/plain", "x", bytes("x"));
    var id = mail.id().value();
    var at = Instant.now();
    event(
        id,
        new MailEvent.Delivered(1, id, at.plusSeconds(2), "b@x.example", "mx.x.example", "250 ok"));
    event(id, new MailEvent.Signed(1, id, at.plusSeconds(1), "shop.example", "s1", "rsa-sha256"));
    Await.until(LIMIT, "two events", () -> events(id) == 2);
    api()
        .get("/v1/messages/" + id)
        .then()
        .body("events[0].type", equalTo("signed"))
        .body("events[0].selector", equalTo("s1"))
        .body("events[1].type", equalTo("delivered"));
    api().get("/v1/messages/00000000000000000000000000").then().statusCode(404);
    api().get("/v1/messages/what").then().statusCode(400);
  }

  @Test
  void aDatabaseThatGoesAwayAndComesBackLosesNothingAndCountsNothingTwice() {
    send(ReportMails.trusted("application/gzip", "a.xml.gz", gz("before")));
    await("before");
    Backends.stopDatabase();
    try {
      for (int i = 0; i < 20; i++) {
        send(ReportMails.trusted("application/gzip", "a.xml.gz", gz("during-" + i)));
      }
      given().get("/q/health/live").then().statusCode(200);
      Await.until(LIMIT, "not ready", () -> given().get("/q/health/ready").statusCode() == 503);
      api().get("/v1/reports").then().statusCode(503);
    } finally {
      Backends.startDatabase();
    }
    Await.until(LIMIT, "ready again", () -> given().get("/q/health/ready").statusCode() == 200);
    Await.until(
        LIMIT,
        "all stored",
        () ->
            reports().stream()
                    .filter(r -> String.valueOf(r.get("reportId")).startsWith("during-"))
                    .count()
                == 20);
    assertThat(
            reports().stream().filter(r -> String.valueOf(r.get("reportId")).startsWith("during-")))
        .allSatisfy(r -> assertThat(r).containsEntry("copies", 1));
  }

  /// Rows that differ: a report that shrinks 250 times is taken for a bomb.
  private static String manyRows() {
    var rows = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      rows.append("<record><row><source_ip>10.")
          .append(i >> 14)
          .append('.')
          .append(i >> 7 & 127)
          .append('.')
          .append(i & 127)
          .append("</source_ip><count>")
          .append(1 + i * 7919 % 1009)
          .append("</count></row></record>");
    }
    return rows.toString();
  }

  private static void send(MailRecord mail) {
    assertThat(producer.send(Topic.MAIL_REPORTS, mail)).isInstanceOf(SendOutcome.Stored.class);
  }

  private static void event(String id, MailEvent event) {
    producer.send(new ProducerRecord<>(Topic.MAIL_EVENTS.topicName(), id, BusJson.write(event)));
  }

  private static int events(String messageId) {
    var answer = api().get("/v1/messages/" + messageId);
    return answer.statusCode() == 200 ? answer.jsonPath().getList("events").size() : 0;
  }

  private static Map<String, Object> await(String reportId) {
    Await.until(LIMIT, "report " + reportId, () -> !found(reportId).isEmpty());
    return found(reportId);
  }

  private static Map<String, Object> found(String reportId) {
    return reports().stream()
        .filter(r -> reportId.equals(r.get("reportId")))
        .findFirst()
        .orElse(Map.of());
  }

  private static List<Map<String, Object>> reports() {
    var answer = api().queryParam("limit", 1_000).get("/v1/reports");
    return answer.statusCode() == 200 ? answer.jsonPath().getList("reports") : List.of();
  }

  private static List<Map<String, Object>> deadLetters() {
    return api().get("/v1/dead-letters").jsonPath().getList("deadLetters");
  }

  private static Response upload(byte[] body) {
    return api().contentType("application/octet-stream").body(body).post("/v1/reports");
  }

  private static RequestSpecification api() {
    return as(Backends.TOKEN);
  }

  private static RequestSpecification as(String token) {
    return given().header("Authorization", "Bearer " + token);
  }

  private static byte[] gz(String id) {
    return ReportMails.gzip(ReportMails.report(id));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
