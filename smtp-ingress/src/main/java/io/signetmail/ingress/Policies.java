package io.signetmail.ingress;

import io.signetmail.auth.policy.PolicySettings;
import io.signetmail.policy.BadPolicy;
import io.signetmail.policy.PolicyDocument;
import io.signetmail.policy.PolicyFile;
import io.signetmail.policy.PolicySource;

/// Opens the policy file of the settings; without one all recipients share one policy.
record Policies(IngressSettings settings) {

  /// @throws IllegalArgumentException saying what is wrong with the file
  PolicySource open() {
    var file = settings.policy().file();
    if (file.isEmpty()) {
      return PolicySource.fixed(PolicyDocument.uniform("none", PolicySettings.defaults()));
    }
    try {
      return PolicyFile.open(file.get());
    } catch (BadPolicy e) {
      throw new IllegalArgumentException("signet.policy.file: " + e.getMessage(), e);
    }
  }
}
