package io.signetmail.auth.dmarc;

/// How the organizational domain was found; the words of RFC 9990 appendix A.
public enum DiscoveryMethod {
  TREE_WALK("treewalk"),
  PUBLIC_SUFFIX_LIST("psl");

  private final String keyword;

  DiscoveryMethod(String keyword) {
    this.keyword = keyword;
  }

  public String keyword() {
    return keyword;
  }
}
