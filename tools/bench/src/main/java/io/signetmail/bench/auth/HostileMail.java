package io.signetmail.bench.auth;

import io.signetmail.auth.arc.ArcHop;
import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.arc.ArcSealer;
import io.signetmail.auth.arc.SealResult;
import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.dkim.BodyHash;
import io.signetmail.auth.dkim.Canonicalization;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.message.ParsedMessage;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.RSAPublicKeySpec;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

/// Messages made to cost, and the zone of whoever made them: everything an attacker may choose is
/// chosen for its price, right body hashes and valid chains included.
final class HostileMail {
  /// The largest message the edge takes.
  private static final int LARGEST = 25 << 20;

  private static final String FROM = "From: joe@shop.example\r\n";
  private static final String SIGNATURE =
      "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=shop.example; s=r1; h=from;"
          + " bh=AAAA; b=AAAA";

  private final Samples samples;

  HostileMail(Samples samples) {
    this.samples = samples;
  }

  /// For {@link io.signetmail.auth.dns.zone.ZoneDns}.
  String zone() throws GeneralSecurityException {
    return samples.zone()
        + "big._domainkey.shop.example. TXT "
        + quoted("p=" + bigKey())
        + "loop.example. TXT \"v=spf1 include:loop.example redirect=loop.example\"\n"
        + "long.example. TXT "
        + quoted("v=spf1 " + "include:long.example ip4:10.0.0.1 ".repeat(1_800))
        + "macro.example. TXT "
        + quoted("v=spf1 " + ("exists:" + "%{S1024r+-/=_}".repeat(400) + ".example ").repeat(10));
  }

  private static String quoted(String text) {
    var out = new StringBuilder();
    for (int at = 0; at < text.length(); at += 250) {
      out.append('"').append(text, at, Math.min(text.length(), at + 250)).append("\" ");
    }
    return out.append('\n').toString();
  }

  /// The largest key and the longest exponent that are not refused. Nothing verifies with it; the
  /// arithmetic is done all the same.
  private static String bigKey() throws GeneralSecurityException {
    var random = new Random(8192);
    var modulus = new BigInteger(8192, random).setBit(8191).setBit(0);
    var exponent = new BigInteger(64, random).setBit(63).setBit(0);
    var key =
        KeyFactory.getInstance("RSA", "SunRsaSign")
            .generatePublic(new RSAPublicKeySpec(modulus, exponent));
    return Base64.getEncoder().encodeToString(key.getEncoded());
  }

  static byte[] manyFields() {
    return bytes(FROM + "X: y\r\n".repeat(100_000) + "\r\nbody");
  }

  static byte[] longLine() {
    return bytes(FROM + "X: " + "y".repeat(10 << 20) + "\r\n\r\n");
  }

  static byte[] deepComments() {
    return bytes("From: " + "(".repeat(2_000_000) + "\r\n\r\n");
  }

  static byte[] manySignatures() {
    return bytes((SIGNATURE + "\r\n").repeat(10_000) + FROM + "\r\nbody");
  }

  static byte[] manyNames() {
    return bytes(
        SIGNATURE.replace("h=from", "h=" + "from:".repeat(100_000)) + "\r\n" + FROM + "\r\n");
  }

  static byte[] forgedResults() {
    var field = "Authentication-Results: " + "(".repeat(380) + "\r\n";
    return bytes(field.repeat(4_990) + FROM + "\r\n");
  }

  static byte[] blankBody(String piece) {
    return bytes(FROM + SIGNATURE + "\r\n\r\n" + piece.repeat(LARGEST / piece.length()));
  }

  /// Ten signatures of an 8192-bit key; each has its own `l=`, so each hashes the body anew.
  static byte[] tenBodies() {
    var rest = bytes(FROM + "\r\n" + " a\tb \r\n".repeat(LARGEST / 8));
    var message = ParsedMessage.of(rest);
    var fields = new StringBuilder();
    for (int i = 1; i <= 10; i++) {
      long limit = (long) i * 1_000_000;
      var hash =
          BodyHash.of(rest, message.bodyOffset(), Canonicalization.RELAXED, OptionalLong.of(limit));
      fields
          .append("DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; s=big; h=from;")
          .append(" c=relaxed/relaxed; l=")
          .append(limit)
          .append("; bh=")
          .append(Base64.getEncoder().encodeToString(hash.hash()))
          .append("; b=")
          .append(Base64.getEncoder().encodeToString(new byte[1024]))
          .append("\r\n");
    }
    return Samples.joined(bytes(fields.toString()), rest);
  }

  /// A chain of 50 sets that is valid, each covering nearly 2 MiB of header.
  byte[] longChain() {
    var fields = new StringBuilder(FROM);
    var filling = "y ".repeat(1_900);
    for (int i = 0; i < 450; i++) {
      fields.append("X: ").append(filling).append("\r\n");
    }
    var message = bytes(fields + "\r\nbody\r\n");
    SigningKey key = samples.rsaKey();
    var seen = new AuthenticationResults("shop.example", List.of());
    var passed = new ArcResult.Pass(0, List.of(new ArcHop(1, key.domain(), key.selector(), seen)));
    var sealer =
        new ArcSealer(
            InstantSource.system(),
            SigningOptions.DEFAULT.withFields(List.of("x"), List.of("from")));
    for (int i = 0; i < 50; i++) {
      if (!(sealer.seal(ParsedMessage.of(message), key, seen, passed)
          instanceof SealResult.Sealed(var set, _))) {
        throw new IllegalStateException("set " + i + " is not sealed");
      }
      message = Samples.joined(bytes(set), message);
    }
    return message;
  }

  static byte[] plain() {
    return bytes(FROM + "\r\nbody\r\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
