package io.signetmail.ingress;

/// Ways to find out whether a recipient exists.
enum RecipientCheck {
  NEXT_HOP,
  LIST,
  REST,
  OFF
}
