package io.signetmail.cli.conformance;

import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.auth.spf.SpfEvaluator;
import io.signetmail.auth.spf.SpfLimits;
import io.signetmail.auth.spf.SpfQuery;
import io.signetmail.auth.spf.SpfResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `spf/*.yml`: suites in the OpenSPF form, documents with tests and the zone they run in.
final class SpfSuites implements CorpusReader {
  private static final String DISPUTED = "spf/disputed.json";

  @Override
  public List<String> files(VectorDirectory vectors) throws UnreadableVectors {
    return vectors.files("spf", ".yml");
  }

  @Override
  public Corpus read(VectorDirectory vectors, String file) throws UnreadableVectors {
    var disputed = disputed(vectors, file.substring(file.lastIndexOf('/') + 1));
    var cases = new ArrayList<Corpus.Case>();
    for (var document : vectors.yaml(file)) {
      var values = map(document);
      var zone = new LazyZone(map(values.get("zonedata")));
      for (var test : map(values.get("tests")).entrySet()) {
        var name = text(test.getKey());
        cases.add(
            new Corpus.Case(
                name,
                disputed.getOrDefault(name, ""),
                findings -> check(map(test.getValue()), zone.get(), findings)));
      }
    }
    return new Corpus(file, cases);
  }

  /// Built by the first case that needs it, so that a zone nobody can read is a difference of its
  /// cases and stops nothing else.
  private static final class LazyZone {
    private final Map<?, ?> names;
    private @Nullable ZoneDns zone;

    LazyZone(Map<?, ?> names) {
      this.names = names;
    }

    ZoneDns get() {
      var built = zone;
      if (built == null) {
        built = SpfZones.of(names);
        zone = built;
      }
      return built;
    }
  }

  /// Tests of the older suites on which another implementation of RFC 7208 disagrees with them.
  private static Map<String, String> disputed(VectorDirectory vectors, String suite)
      throws UnreadableVectors {
    var reasons = new HashMap<String, String>();
    if (vectors.has(DISPUTED)) {
      for (var one : vectors.cases(DISPUTED)) {
        if (one.path("file").asText().equals(suite)) {
          reasons.put(one.path("test").asText(), one.path("reason").asText("disputed"));
        }
      }
    }
    return reasons;
  }

  private static void check(Map<?, ?> test, ZoneDns zone, Findings findings) {
    var host = text(test.get("host"));
    var ip = IpLiteral.parse(host);
    if (ip.isEmpty()) {
      findings.equal("host", "an address", host);
      return;
    }
    var query =
        new SpfQuery(
            ip.get(),
            text(test.get("helo")),
            ReversePath.parse(text(test.get("mailfrom"))),
            text(test.get("receiver")));
    var result = new SpfEvaluator(zone, SpfLimits.defaults(), Words.RECORDED).check(query);
    findings.oneOf("result", results(test.get("result")), result.keyword());
    var wanted = text(test.get("explanation"));
    if (result instanceof SpfResult.Fail(_, _, var explanation) && !wanted.isEmpty()) {
      // DEFAULT is the implementation's own text; we have none (RFC 7208 §6.2).
      findings.equal("explanation", wanted.equals("DEFAULT") ? "" : wanted, explanation);
    }
  }

  private static List<String> results(@Nullable Object result) {
    return result instanceof List<?> several
        ? several.stream().map(String::valueOf).toList()
        : List.of(text(result));
  }

  static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }
}
