/// A message as bytes, read once: where its header fields and its body are, and who its author is
/// (RFC 5322, RFC 6854, RFC 6532).
///
/// Entry points: {@link io.signetmail.auth.message.ParsedMessage#of}, {@link
/// io.signetmail.auth.message.AuthorDomain#of}.
///
/// {@link io.signetmail.auth.message.ParsedMessage} keeps the caller's array and ranges into it;
/// nothing here copies a body. Every input gives a value: what is wrong with a message is in {@link
/// io.signetmail.auth.message.MessageDefect} and in {@link
/// io.signetmail.auth.message.AuthorDomain}, never in an exception.
///
/// Not done here: MIME structure, RFC 2047 decoding (a display name is never used to decide).
@NullMarked
package io.signetmail.auth.message;

import org.jspecify.annotations.NullMarked;
