package io.signetmail.auth.dmarc;

/// A part of a record that was ignored, for the person who published it.
///
/// `historic`: only RFC 7489 knows the tag or minds the form.
public record TagProblem(String tag, String detail, boolean historic) {}
