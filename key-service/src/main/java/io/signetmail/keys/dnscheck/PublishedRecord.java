package io.signetmail.keys.dnscheck;

import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;

/// Compares the text of one published TXT record with the key it should publish.
final class PublishedRecord {
  /// RFC 8301 §3.2: verifiers MUST NOT accept less than 1024; we sign with 2048 or more.
  private static final int MIN_RSA_BITS = 2048;

  private final SigningKey key;
  private final List<Finding> findings = new ArrayList<>();

  private PublishedRecord(SigningKey key) {
    this.key = key;
  }

  static List<Finding> compare(SigningKey key, String text) {
    var record = new PublishedRecord(key);
    record.compare(text);
    return List.copyOf(record.findings);
  }

  private void compare(String text) {
    if (text.contains("\\;")) {
      found(
          FindingCode.ESCAPED_SEMICOLONS,
          "the value has \\; where it should have ; only: enter it without the backslashes");
      return;
    }
    if (text.contains("\"")) {
      found(
          FindingCode.QUOTES_INSIDE,
          "the value has quotes in it: enter it without them, the DNS server adds its own");
      return;
    }
    RecordTags.parse(text)
        .ifPresentOrElse(
            this::compare,
            () ->
                found(
                    FindingCode.NOT_A_KEY,
                    Quoted.of(text) + " is not a list of tags like v=DKIM1"));
  }

  private void compare(RecordTags tags) {
    if (tags.value("p").isEmpty()) {
      found(FindingCode.NOT_A_KEY, "there is no p= tag in it");
      return;
    }
    version(tags);
    restrictions(tags);
    publicKey(tags.value("p").get());
  }

  private void version(RecordTags tags) {
    // RFC 6376 §3.6.1: v= is optional, but if it is there it comes first and is DKIM1.
    tags.value("v")
        .filter(v -> !v.equals("DKIM1") || !tags.startsWith("v"))
        .ifPresent(v ->
            found(FindingCode.WRONG_VERSION, "v=DKIM1 must come first, not v=" + Quoted.of(v)));
  }

  private void restrictions(RecordTags tags) {
    var type = tags.value("k").orElse("rsa"); // RFC 6376 §3.6.1: the default
    if (!type.equals(key.algorithm().family().keyword())) {
      found(
          FindingCode.WRONG_KEY_TYPE,
          "k=%s, but the key is %s".formatted(Quoted.of(type), key.algorithm().family().keyword()));
    }
    if (tags.value("h").isPresent() && !tags.list("h").contains("sha256")) {
      found(FindingCode.HASH_NOT_ALLOWED, "h= must have sha256 in it, or be left out");
    }
    if (tags.value("s").isPresent()
        && !tags.list("s").contains("email")
        && !tags.list("s").contains("*")) {
      found(FindingCode.SERVICE_NOT_ALLOWED, "s= must have email in it, or be left out");
    }
    if (tags.list("t").contains("y")) {
      found(
          FindingCode.TEST_FLAG,
          "t=y says that this domain is testing: remove it when mail is signed well");
    }
  }

  private void publicKey(String published) {
    var bare = published.replaceAll("\\s", "");
    if (bare.isEmpty()) {
      found(FindingCode.REVOKED, "p= is empty, which revokes the key");
    } else if (bare.equals(key.publicValue())) {
      if (!bare.equals(published)) {
        found(FindingCode.SPACES_INSIDE, "the key has spaces in it: most verifiers do not mind");
      }
    } else if (key.publicValue().startsWith(bare)) {
      found(
          FindingCode.TRUNCATED,
          "only %d of the key's %d characters are there: split the value into strings of at most"
                  .formatted(bare.length(), key.publicValue().length())
              + " 255 characters");
    } else {
      otherKey(bare);
    }
  }

  private void otherKey(String published) {
    var bits = rsaBits(published);
    if (bits.isPresent() && bits.getAsInt() < MIN_RSA_BITS) {
      found(
          FindingCode.TOO_SMALL,
          "an RSA key of %d bits is published, verifiers want %d"
              .formatted(bits.getAsInt(), MIN_RSA_BITS));
    }
    found(
        FindingCode.OTHER_KEY,
        "another key is published: it starts with %s, this one with %s"
            .formatted(start(published), start(key.publicValue())));
  }

  /// The end differs where the start is the same for every key of a size.
  private static String start(String publicValue) {
    return Quoted.of(publicValue.substring(0, Math.min(60, publicValue.length())));
  }

  private OptionalInt rsaBits(String published) {
    if (key.algorithm().family() != KeyAlgorithm.Family.RSA) {
      return OptionalInt.empty();
    }
    try {
      var spec = new X509EncodedKeySpec(Base64.getDecoder().decode(published));
      var rsa = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
      return OptionalInt.of(rsa.getModulus().bitLength());
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return OptionalInt.empty();
    }
  }

  private void found(FindingCode code, String detail) {
    findings.add(new Finding(code, detail));
  }
}
