package io.riffle.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import io.riffle.storage.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Renders the page for people from the templates beside this class. Everything is in the one file:
 * it asks the network for nothing, and its content security policy admits no script but its own,
 * known by hash, should markup of a program under test ever get through the escaping.
 */
final class HtmlReport {
  private HtmlReport() {}

  static String render(RunReport report) throws IOException {
    String script = resource("report.js");
    PageView page = Pages.of(report, resource("report.css"), script, sha256(script));
    return Mustache.compiler()
        .emptyStringIsFalse(true)
        .withEscaper(text -> Escapers.HTML.escape(visible(text)))
        .withLoader(name -> partial(name))
        .compile(resource("index.mustache"))
        .execute(page);
  }

  /**
   * Shows control characters, which HTML forbids, as their pictures (Unicode block 2400), and takes
   * away the marks that reorder text, which could make a command read as another.
   */
  static String visible(String text) {
    StringBuilder result = new StringBuilder(text.length());
    text.codePoints().map(HtmlReport::visible).forEach(result::appendCodePoint);
    return result.toString();
  }

  private static int visible(int codePoint) {
    if (codePoint == '\n' || codePoint == '\t') {
      return codePoint;
    }
    if (codePoint < 0x20) {
      return 0x2400 + codePoint;
    }
    boolean unseen =
        (codePoint >= 0x7f && codePoint < 0xa0)
            || (codePoint >= 0x200e && codePoint <= 0x200f)
            || (codePoint >= 0x202a && codePoint <= 0x202e)
            || (codePoint >= 0x2066 && codePoint <= 0x2069)
            || Character.getType(codePoint) == Character.SURROGATE;
    return unseen ? 0xfffd : codePoint;
  }

  private static Reader partial(String name) throws IOException {
    return new StringReader(resource(name + ".mustache"));
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new FileNotFoundException("the jar lacks " + name + " of " + HtmlReport.class);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String sha256(String script) {
    byte[] hash = Sha256.digest().digest(script.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }
}
