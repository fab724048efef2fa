package io.signetmail.auth.policy;

/// Why something else was done than the published policy asks for (RFC 9990 §3.1.1.6); `comment` is
/// for people and for the report.
public record PolicyOverride(Type type, String comment) {

  public enum Type {
    LOCAL_POLICY("local_policy"),
    MAILING_LIST("mailing_list"),
    POLICY_TEST_MODE("policy_test_mode"),
    TRUSTED_FORWARDER("trusted_forwarder"),
    /// RFC 7489 only: `pct` spared the message.
    SAMPLED_OUT("sampled_out");

    private final String keyword;

    Type(String keyword) {
      this.keyword = keyword;
    }

    /// The word in an aggregate report.
    public String keyword() {
      return keyword;
    }
  }

  @Override
  public String toString() {
    return comment.isEmpty() ? type.keyword() : type.keyword() + ": " + comment;
  }
}
