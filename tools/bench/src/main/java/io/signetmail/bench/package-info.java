/// Measurements, each a subcommand of `./signet bench`: rows of name, value, unit, target, met.
///
/// Ratios within one run are what to quote; machines are noisy.
@NullMarked
package io.signetmail.bench;

import org.jspecify.annotations.NullMarked;
