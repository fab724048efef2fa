package io.signetmail.ingress.milter;

/// Port: decides about a complete message. Blocks until it is decided; never throws for what a
/// message holds.
@FunctionalInterface
interface MilterFlow {

  /// Decides.
  MilterAnswer decide(MilterMail mail);
}
