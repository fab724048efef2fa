package io.signetmail.auth.spf;

import io.signetmail.auth.dns.DomainName;

/// Why a check ended in temperror or permerror.
public sealed interface SpfProblem {
  /// DNS gave no answer for `name`, or the time for the check was over (RFC 7208 §4.4, §5).
  record DnsUnavailable(DomainName name, String reason) implements SpfProblem {}

  /// The record of `domain` does not follow the grammar (RFC 7208 §4.6).
  record BadSyntax(DomainName domain, String detail) implements SpfProblem {}

  /// `domain` publishes several records (RFC 7208 §4.5).
  record SeveralRecords(DomainName domain, int count) implements SpfProblem {}

  /// `term` leads to a domain that has no record (RFC 7208 §5.2, §6.1).
  record NoRecordAtTarget(String term, String target) implements SpfProblem {}

  /// More terms that ask DNS than allowed (RFC 7208 §4.6.4).
  record TooManyTerms(int limit, String term) implements SpfProblem {}

  /// More terms that found nothing in DNS than allowed (RFC 7208 §4.6.4).
  record TooManyVoidLookups(int limit, String term) implements SpfProblem {}

  /// More mail exchangers than allowed (RFC 7208 §4.6.4).
  record TooManyMxNames(int limit, DomainName domain) implements SpfProblem {}

  default boolean isTemporary() {
    return this instanceof DnsUnavailable;
  }

  /// One line for people; the texts in it came from a stranger's DNS.
  default String describe() {
    return switch (this) {
      case DnsUnavailable(var name, var reason) -> "DNS for " + name + ": " + reason;
      case BadSyntax(var domain, var detail) -> "record of " + domain + ": " + detail;
      case SeveralRecords(var domain, var count) -> domain + " has " + count + " SPF records";
      case NoRecordAtTarget(var term, var target) -> term + ": no SPF record at " + target;
      case TooManyTerms(var limit, var term) ->
          "more than " + limit + " terms that ask DNS, at " + term;
      case TooManyVoidLookups(var limit, var term) ->
          "more than " + limit + " terms found nothing in DNS, at " + term;
      case TooManyMxNames(var limit, var domain) ->
          "more than " + limit + " mail exchangers at " + domain;
    };
  }
}
