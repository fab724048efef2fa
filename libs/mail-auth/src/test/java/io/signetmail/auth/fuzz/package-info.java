/// One fuzz target per parser: any bytes at all, and the same bytes mapped into the alphabet of the
/// protocol, must give a value that keeps the promises of the parser.
///
/// `ShortFuzzTest` replays the kept corpus and some thousand seeded mutations of it. `LongFuzz`
/// runs Jazzer for CPU-minutes and keeps what reaches new code: `mvn -pl libs/mail-auth -am test
/// -Pfuzz -Dfuzz.minutes=10`.
@NullMarked
package io.signetmail.auth.fuzz;

import org.jspecify.annotations.NullMarked;
