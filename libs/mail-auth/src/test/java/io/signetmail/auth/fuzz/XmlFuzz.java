package io.signetmail.auth.fuzz;

/// Aggregate reports as XML, and TLS reports as JSON.
public final class XmlFuzz {
  static final Alphabet WORDS =
      new Alphabet(
          "<",
          ">",
          "</",
          "/>",
          "<feedback>",
          "</feedback>",
          "<version>1.0</version>",
          "<record>",
          "</record>",
          "<row>",
          "</row>",
          "<source_ip>192.0.2.1</source_ip>",
          "<count>2</count>",
          "<count>",
          "</count>",
          "<policy_evaluated>",
          "</policy_evaluated>",
          "<disposition>none</disposition>",
          "<dkim>pass</dkim>",
          "<spf>fail</spf>",
          "<identifiers>",
          "</identifiers>",
          "<header_from>a.example</header_from>",
          "<auth_results>",
          "</auth_results>",
          "<dkim>",
          "</dkim>",
          "<spf>",
          "</spf>",
          "<domain>a.example</domain>",
          "<result>pass</result>",
          "<selector>s</selector>",
          "<report_metadata>",
          "</report_metadata>",
          "<org_name>o</org_name>",
          "<email>e@o.example</email>",
          "<report_id>r</report_id>",
          "<date_range><begin>1</begin><end>2</end></date_range>",
          "<policy_published>",
          "</policy_published>",
          "<p>none</p>",
          "<reason><type>other</type>",
          "</reason>",
          "<!--",
          "-->",
          "<![CDATA[",
          "]]>",
          "<!DOCTYPE x>",
          "&amp;",
          "&#65;",
          "&#0;",
          "&x;",
          "<?xml version=\"1.0\"?>",
          "<?xml version=\"1.0\" encoding=\"windows-1252\"?>",
          " xmlns=\"urn:x\"",
          " a='b'",
          "\u00fc",
          "\0",
          " ",
          "{",
          "}",
          "\"policies\":[",
          "]");

  private static final byte[] HEAD =
      Fixtures.latin1(
          "<feedback><report_metadata><org_name>o</org_name><report_id>r</report_id><date_range>"
              + "<begin>1</begin><end>2</end></date_range></report_metadata><policy_published>"
              + "<domain>a.example</domain><p>none</p></policy_published>");

  private XmlFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Reports.check(input);
    var mapped = WORDS.map(input);
    Reports.check(mapped);
    Reports.check(Fixtures.joined(HEAD, mapped));
  }
}
