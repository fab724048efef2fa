package io.signetmail.auth.dmarc;

/// What a record has for `p`, `sp` or `np`. A broken value is not the same as none (RFC 9989
/// §4.10.1).
public sealed interface PolicyTag {
  record Absent() implements PolicyTag {}

  record Valid(DmarcPolicy policy) implements PolicyTag {}

  record Invalid(String text) implements PolicyTag {}

  static PolicyTag of(String value) {
    return DmarcPolicy.parse(value).<PolicyTag>map(Valid::new).orElseGet(() -> new Invalid(value));
  }

  default DmarcPolicy orElse(DmarcPolicy otherwise) {
    return this instanceof Valid(var policy) ? policy : otherwise;
  }
}
