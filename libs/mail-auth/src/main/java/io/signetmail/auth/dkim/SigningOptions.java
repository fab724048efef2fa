package io.signetmail.auth.dkim;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How to sign.
///
/// - `header`, `body`: canonicalization; relaxed/relaxed by default, which survives most relays.
/// - `signedFields`: names signed wherever they occur, all occurrences (RFC 6376 §5.4).
/// - `oversignedFields`: names of which one more than there are is put into `h=`, so that adding
///   one breaks the signature (RFC 6376 §8.15).
/// - `validity`: `x=` as time after `t=`; null for none.
/// - `minRsaBits`: RFC 8301 §3.2 wants 2048 of a signer; nothing less than 1024 is possible.
public record SigningOptions(
    Canonicalization header,
    Canonicalization body,
    List<String> signedFields,
    List<String> oversignedFields,
    @Nullable Duration validity,
    int minRsaBits) {

  /// Fields an author writes or that change what a reader sees, oversigned.
  private static final List<String> OVERSIGNED =
      List.of(
          "from",
          "to",
          "cc",
          "subject",
          "date",
          "reply-to",
          "sender",
          "message-id",
          "in-reply-to",
          "references",
          "mime-version",
          "content-type",
          "content-transfer-encoding",
          "list-unsubscribe",
          "list-unsubscribe-post"); // RFC 8058 §4

  /// RFC 6376 §5.4.1; list software may add these later, so they are not oversigned.
  private static final List<String> SIGNED =
      List.of(
          "content-id",
          "content-description",
          "resent-date",
          "resent-from",
          "resent-to",
          "resent-cc",
          "list-id",
          "list-help",
          "list-subscribe",
          "list-post",
          "list-owner",
          "list-archive",
          "autocrypt",
          "feedback-id");

  public static final SigningOptions DEFAULT =
      new SigningOptions(
          Canonicalization.RELAXED,
          Canonicalization.RELAXED,
          SIGNED,
          OVERSIGNED,
          Duration.ofDays(14),
          2048);

  public SigningOptions {
    signedFields = lower(signedFields);
    oversignedFields = lower(oversignedFields);
    if (!signedFields.contains("from") && !oversignedFields.contains("from")) {
      throw new IllegalArgumentException("From must be signed"); // RFC 6376 §5.4
    }
    if (minRsaBits < 1024) {
      throw new IllegalArgumentException("RSA keys below 1024 bits cannot sign"); // RFC 8301 §3.2
    }
    if (validity != null && validity.toSeconds() < 1) {
      throw new IllegalArgumentException("validity is at least a second");
    }
  }

  private static List<String> lower(List<String> names) {
    return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
  }

  /// How long the signature is valid.
  public Optional<Duration> validFor() {
    return Optional.ofNullable(validity);
  }

  public SigningOptions withCanonicalization(Canonicalization header, Canonicalization body) {
    return new SigningOptions(header, body, signedFields, oversignedFields, validity, minRsaBits);
  }

  /// Signs these names, one more than there are of the oversigned ones.
  public SigningOptions withFields(List<String> signed, List<String> oversigned) {
    return new SigningOptions(header, body, signed, oversigned, validity, minRsaBits);
  }

  public SigningOptions withValidity(@Nullable Duration validity) {
    return new SigningOptions(header, body, signedFields, oversignedFields, validity, minRsaBits);
  }

  /// Admits shorter RSA keys, down to 1024 bits: for published test vectors, not for mail.
  public SigningOptions withMinRsaBits(int bits) {
    return new SigningOptions(header, body, signedFields, oversignedFields, validity, bits);
  }
}
