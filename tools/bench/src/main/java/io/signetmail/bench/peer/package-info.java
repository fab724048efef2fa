/// What one would use instead, installed from Debian and set up for the same work.
///
/// Each has its configuration, queue and sockets in folders of its own, runs as the package's
/// users, asks the demo zones' DNS, and is ended by its process ids. The queue is in memory, which
/// favours it over a real installation; milters are reached over unix sockets, because over TCP
/// each mail waits for delayed acknowledgements.
@NullMarked
package io.signetmail.bench.peer;

import org.jspecify.annotations.NullMarked;
