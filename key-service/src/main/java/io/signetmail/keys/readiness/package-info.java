/// What stands between a domain and mail that is believed: SPF (RFC 7208), DKIM (RFC 6376), DMARC
/// (RFC 9989) and MX, each finding with its severity and, where one helps, the record to publish.
@NullMarked
package io.signetmail.keys.readiness;

import org.jspecify.annotations.NullMarked;
