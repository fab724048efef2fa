package io.signetmail.reports.intake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Where an input came from and whether what it says counts.
///
/// @param source `mail` or `upload`
/// @param messageId of the mail that brought it
/// @param submitter the From domain that passed DMARC, or who uploaded; empty when nobody vouches
public record Provenance(
    String source, @Nullable String messageId, String submitter, boolean trusted, Instant at) {

  public static Provenance mail(String messageId, MailTrust trust, Instant at) {
    return new Provenance("mail", messageId, trust.submitter(), trust.passed(), at);
  }

  public static Provenance upload(String by, Instant at) {
    return new Provenance("upload", null, by, true, at);
  }

  public String status() {
    return trusted ? "counted" : "untrusted";
  }
}
