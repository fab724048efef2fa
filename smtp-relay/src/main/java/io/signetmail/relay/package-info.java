/// Takes signed and verified mail from Kafka, delivers it to the next hop, retries, bounces.
///
/// `intake` stores what arrives, `queue` knows what is due and whose turn it is, `delivery` does
/// one attempt, `route` names the next hop, `bounce` tells the sender, `store` is the only place
/// with SQL.
@NullMarked
package io.signetmail.relay;

import org.jspecify.annotations.NullMarked;
