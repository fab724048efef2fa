/// Keys in a zone of ours: the customer's DNS gets one CNAME per selector slot, once, and every
/// rotation after that is our own business.
@NullMarked
package io.signetmail.keys.delegation;

import org.jspecify.annotations.NullMarked;
