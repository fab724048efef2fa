package io.signetmail.cli;

import io.signetmail.auth.Authentication;
import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.arc.ArcValidator;
import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.authres.MethodResult;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.MessageHashes;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.auth.spf.SpfEvaluator;
import io.signetmail.auth.spf.SpfIdentity;
import io.signetmail.auth.spf.SpfLimits;
import io.signetmail.auth.spf.SpfQuery;
import io.signetmail.auth.spf.SpfResult;
import io.signetmail.cli.text.Section;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The steps of a receiver, each with the questions it asked DNS.
///
/// Without a client there is no SPF, and nothing is said about it.
final class Verification {
  private static final InstantSource CLOCK = InstantSource.system();

  private final ParsedMessage message;
  private final Optional<SmtpClient> client;
  private final AuthorDomain author;
  private final List<Section> sections = new ArrayList<>();
  private final Map<String, Object> document = new LinkedHashMap<>();
  private SpfResult spf =
      new SpfResult.None(
          new SpfIdentity(SpfIdentity.Scope.MAIL_FROM, "", "", Optional.empty()), "not checked");
  private final List<DkimResult> dkim = new ArrayList<>();
  private final List<DmarcResult> dmarc = new ArrayList<>();
  private String field = "";

  private Verification(ParsedMessage message, Optional<SmtpClient> client) {
    this.message = message;
    this.client = client;
    this.author = AuthorDomain.of(message);
  }

  static Verification of(
      ParsedMessage message,
      Optional<SmtpClient> client,
      List<DmarcSettings> editions,
      DnsOptions.Resolver resolver,
      String authservId) {
    var verification = new Verification(message, client);
    verification.describeMessage();
    verification.checkSpf(resolver);
    var hashes = new MessageHashes(message);
    var signatureDns = resolver.recording();
    var verifier = new DkimVerifier(signatureDns, DkimLimits.DEFAULT, CLOCK);
    verification.checkDkim(verifier, hashes, signatureDns);
    var chainDns = resolver.recording();
    var chain = new ArcValidator(verifier).validate(hashes, chainDns);
    verification.tell("arc", ArcSection.of(chain, chainDns));
    verification.checkDmarc(editions, resolver);
    var found =
        new Authentication(
            client.orElse(NOBODY),
            verification.author,
            verification.spf,
            verification.dkim,
            chain,
            verification.dmarc.getFirst());
    verification.writeResults(found.results(authservId));
    return verification;
  }

  /// Stands where a client would; never shown.
  private static final SmtpClient NOBODY =
      new SmtpClient(InetAddress.ofLiteral("0.0.0.0"), "", ReversePath.NULL, "");

  private void describeMessage() {
    var from =
        author instanceof AuthorDomain.Single(var address, var domain)
            ? domain + " (" + address + ")"
            : "not one valid From: " + author.problem();
    var defects = message.defects().stream().map(Enum::name).sorted().toList();
    tell(
        "message",
        new Section("message", message.bytes().length + " bytes")
            .fact("from", from)
            .fact("fields", message.headers().size() + " header fields")
            .fact("defects", String.join(", ", defects).toLowerCase(Locale.ROOT))
            .json("bytes", message.bytes().length)
            .json("from", author instanceof AuthorDomain.Single one ? one.domain() : null)
            .json("fromProblem", author.problem().isEmpty() ? null : author.problem())
            .json("headerFields", message.headers().size())
            .json("defects", defects));
  }

  private void checkSpf(DnsOptions.Resolver resolver) {
    if (client.isEmpty()) {
      sections.add(new Section("SPF", "not checked: --ip says from where the message came"));
      return;
    }
    var it = client.get();
    var dns = resolver.recording();
    spf =
        new SpfEvaluator(dns, SpfLimits.defaults(), CLOCK)
            .check(new SpfQuery(it.ip(), it.helo(), it.reversePath(), it.receiver()));
    tell("spf", SpfSection.of("SPF", spf, it, dns));
  }

  private void checkDkim(DkimVerifier verifier, MessageHashes hashes, RecordingDns dns) {
    dkim.addAll(verifier.verify(hashes, dns));
    var told = DkimSections.of(message, dkim, dns);
    sections.addAll(told);
    document.put("dkim", told.stream().map(Section::json).toList());
  }

  private void checkDmarc(List<DmarcSettings> editions, DnsOptions.Resolver resolver) {
    var told = new ArrayList<Section>();
    for (var settings : editions) {
      var dns = resolver.recording();
      var result = new DmarcEvaluator(dns, settings, CLOCK).evaluate(author, spf, dkim);
      dmarc.add(result);
      told.add(DmarcSection.of(settings.mode(), result, dns));
    }
    sections.addAll(told);
    document.put("dmarc", told.stream().map(Section::json).toList());
    if (dmarc.size() > 1) {
      var differs = !dmarc.get(0).keyword().equals(dmarc.get(1).keyword());
      sections.add(new Section("", "the editions " + (differs ? "differ" : "agree")));
      document.put("editionsDiffer", differs);
    }
  }

  private void writeResults(AuthenticationResults results) {
    var shown = new ArrayList<MethodResult>();
    for (var one : results.results()) {
      if (client.isPresent()) {
        shown.add(one);
      } else if (!one.method().equals("spf")) {
        shown.add(withoutClient(one));
      }
    }
    field = new AuthenticationResults(results.authservId(), shown).toField();
    document.put("authenticationResults", field);
  }

  private static MethodResult withoutClient(MethodResult one) {
    var properties =
        one.properties().stream().filter(property -> !property.type().equals("smtp")).toList();
    return new MethodResult(one.method(), one.result(), one.reasonText(), one.remark(), properties);
  }

  private void tell(String key, Section section) {
    sections.add(section);
    document.put(key, section.json());
  }

  /// DMARC passes; where it does not apply, SPF or DKIM does.
  boolean isGood() {
    return switch (dmarc.getFirst()) {
      case DmarcResult.Pass _ -> true;
      case DmarcResult.None _ ->
          spf instanceof SpfResult.Pass || dkim.stream().anyMatch(DkimResult::passed);
      case DmarcResult.Fail _, DmarcResult.TempError _, DmarcResult.PermError _ -> false;
    };
  }

  Map<String, ?> json() {
    return document;
  }

  void print(PrintWriter out) {
    sections.forEach(section -> section.print(out));
    out.println();
    out.print(field.replace("\r\n", System.lineSeparator()));
  }
}
