package io.signetmail.keys.signingkeys;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;

import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.problems.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The ways to write one TXT record down, each as the tool behind it wants it.
public enum RecordForm {
  /// The bare value, for a form with a field for the name.
  VALUE,
  /// Name and value on one line, not split.
  LINE,
  /// A zone file (RFC 1035 §5.1).
  ZONE,
  /// Commands for `nsupdate` (RFC 2136).
  NSUPDATE,
  /// A change batch for Amazon Route 53.
  ROUTE53,
  /// The body of a call of Cloudflare's API.
  CLOUDFLARE;

  private static final int TTL_SECONDS = 3600;

  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static RecordForm fromInput(String field, String text) {
    return Arrays.stream(values())
        .filter(form -> form.keyword().equals(text))
        .findFirst()
        .orElseThrow(() ->
            Refusal.of(
                INVALID_REQUEST,
                field,
                Quoted.of(text)
                    + " is not a form, choose one of "
                    + Arrays.stream(values())
                        .map(RecordForm::keyword)
                        .collect(Collectors.joining(", "))));
  }

  /// The record as text that ends with a line end. Key records hold nothing that JSON or a zone
  /// file would have to escape, besides the quotes written here.
  public String write(KeyRecord record) {
    return switch (this) {
      case VALUE -> record.value() + "\n";
      case LINE -> record.name() + " TXT " + record.value() + "\n";
      case ZONE -> record.zoneLine() + "\n";
      case NSUPDATE ->
          "update add %s. %d TXT %s\nsend\n"
              .formatted(record.name(), TTL_SECONDS, quoted(record, "\""));
      case ROUTE53 ->
          """
          {"Changes":[{"Action":"UPSERT","ResourceRecordSet":{"Name":"%s.","Type":"TXT","TTL":%d,\
          "ResourceRecords":[{"Value":"%s"}]}}]}
          """
              .formatted(record.name(), TTL_SECONDS, quoted(record, "\\\""));
      case CLOUDFLARE ->
          """
          {"type":"TXT","name":"%s","content":"%s","ttl":%d}
          """
              .formatted(record.name(), quoted(record, "\\\""), TTL_SECONDS);
    };
  }

  /// RFC 1035 §3.3: strings of at most 255 bytes.
  private static String quoted(KeyRecord record, String quote) {
    return record.strings().stream()
        .map(string -> quote + string + quote)
        .collect(Collectors.joining(" "));
  }
}
