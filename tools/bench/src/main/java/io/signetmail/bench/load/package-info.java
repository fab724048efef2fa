/// What measures a mail system from outside: load clients, processor time of process trees.
///
/// | what | for |
/// |---|---|
/// | {@link io.signetmail.bench.load.SmtpSource} | throughput, with the client that comes with Postfix |
/// | {@link io.signetmail.bench.load.KeptSessions} | throughput without it, and times from body to 250 |
/// | {@link io.signetmail.bench.load.CpuTimes} | processor time of process trees, from `/proc` |
/// | {@link io.signetmail.bench.load.Running} | a process this program started, and ends by its id |
@NullMarked
package io.signetmail.bench.load;

import org.jspecify.annotations.NullMarked;
