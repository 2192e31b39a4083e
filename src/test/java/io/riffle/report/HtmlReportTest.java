package io.riffle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HtmlReportTest {
  private static final String HOSTILE =
      "</pre></script><script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{title}} \u202e";
  private static final Pattern TAG =
      Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\\s+[a-zA-Z-]+(?:=\"[^\"<]*\")?)*)\\s*(/?)>");
  private static final Set<String> VOID = Set.of("meta", "link", "br", "hr", "img", "input");

  static Stream<RunReport> reports() {
    return Stream.of(
        SampleReports.green(),
        SampleReports.broken(),
        SampleReports.seeds(),
        SampleReports.report(List.of()),
        SampleReports.report(List.of(hostile())));
  }

  @ParameterizedTest
  @MethodSource("reports")
  void closesEveryTagThatItOpens(RunReport report) throws IOException {
    Deque<String> open = new ArrayDeque<>();
    String page = withoutRawText(HtmlReport.render(report));
    Matcher tag = TAG.matcher(page);
    int tags = 0;
    while (tag.find()) {
      tags++;
      String name = tag.group(2);
      if (!tag.group(1).isEmpty()) {
        assertThat(open.pop()).as("what </%s> closes", name).isEqualTo(name);
      } else if (tag.group(4).isEmpty() && !VOID.contains(name)) {
        open.push(name);
      }
    }
    assertThat(open).isEmpty();
    assertThat(tags).isGreaterThan(50);
    // Every < belongs to a tag seen above: there is no markup that the pattern did not understand.
    assertThat(tag.replaceAll("").replaceFirst("<!doctype html>", "")).doesNotContain("<");
  }

  @ParameterizedTest
  @MethodSource("reports")
  void givesEveryIdOnceAndLinksOnlyToThose(RunReport report) throws IOException {
    String page = withoutRawText(HtmlReport.render(report));
    List<String> ids = all(page, " id=\"([^\"]+)\"");
    Set<String> targets = new HashSet<>(all(page, " href=\"#([^\"]+)\""));

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids).containsAll(targets);
  }

  @ParameterizedTest
  @MethodSource("reports")
  void asksTheNetworkForNothing(RunReport report) throws IOException {
    String page = HtmlReport.render(report);

    assertThat(all(withoutRawText(page), " (?:href|src|action)=\"([^\"]*)\""))
        .allMatch(url -> url.startsWith("#") || url.startsWith("./") || url.equals("data:,"));
    assertThat(page).doesNotContain("url(", "@import", "fetch(", "XMLHttpRequest");
    assertThat(page).contains("default-src 'none'");
  }

  @Test
  void linksTheLogsOfABrokenCellByRelativePaths() throws IOException {
    String page = HtmlReport.render(SampleReports.broken());

    assertThat(page)
        .contains("href=\"./logs/aarch64/console.log\"")
        .contains("href=\"./logs/x86-64/mg.S/identity/restore.log\"");
  }

  @Test
  void showsAFrameBeforeAndAfter() throws IOException {
    String page = HtmlReport.render(SampleReports.green());

    assertThat(page)
        .contains("before and after: 2 objects moved")
        .contains("<th scope=\"row\">CFA-40</th><td>8</td><td>sum</td><td>spill</td>")
        .contains("<th scope=\"row\">CFA-56</th><td>8</td><td>spill</td><td>sum</td>");
  }

  @Test
  void escapesPathsSoThatTheyStayPaths() {
    assertThat(LogPath.toUrl("javascript:alert(1)")).isEqualTo("./javascript:alert(1)");
    assertThat(LogPath.toUrl("a b#c?d%e.log")).isEqualTo("./a%20b%23c%3Fd%25e.log");
  }

  @Test
  void showsHostileTextAsText() throws IOException {
    String page = HtmlReport.render(SampleReports.report(List.of(hostile())));

    assertThat(all(page, "(<script)")).hasSize(1);
    assertThat(page).doesNotContain("<img", "\u202e");
    assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;").contains("{{title}}");
  }

  @Test
  void putsFailuresFirst() throws IOException {
    String page = HtmlReport.render(SampleReports.broken());

    assertThat(page)
        .containsSubsequence(
            "<h1>",
            "3 of 32 cells failed, 1 could not be judged",
            "What broke",
            "<b>cg.S</b> on <b>aarch64</b>, shuffle: failed at step <b>complete</b>",
            "only moving frame objects breaks it",
            "7301822944519076213",
            "--rung shuffle --at conj_grad:4 --seed 7301822944519076213</code>",
            "<b>mg.S</b> on <b>x86-64</b>, identity: failed at step <b>restore</b>",
            "<b>is.S</b> on <b>aarch64</b>, dump+restore: errored at step <b>dump</b>",
            "id=\"matrix\"",
            "id=\"cells\"",
            "id=\"environment\"");
  }

  @Test
  void hasNoSectionOfFailuresWhenThereAreNone() throws IOException {
    assertThat(HtmlReport.render(SampleReports.green()))
        .contains("All 32 cells passed")
        .doesNotContain("What broke", "class=\"failure");
  }

  @Test
  void saysWhatAVerdictIsWithoutColourOrScript() throws IOException {
    String page = HtmlReport.render(SampleReports.broken());

    assertThat(page)
        .contains("aria-label=\"cg.S on aarch64, shuffle: FAIL at complete, seed")
        .contains("mark-failed\"/></svg>FAIL</span><span class=\"place\">at complete</span>")
        .contains("mark-errored\"/></svg>ERROR</span><span class=\"place\">at dump</span>")
        .contains("159 moved</span><span class=\"figures\">339 bits");
  }

  @Test
  void countsTheSeedsThatShareAPlace() throws IOException {
    assertThat(HtmlReport.render(SampleReports.seeds()))
        .contains("</svg>10 of 10 pass</span>")
        .contains("</svg>1 of 10 FAIL</span>")
        .contains("id=\"ep.S_aarch64_shuffle~10\"");
  }

  @Test
  void neverCallsAnEmptyRunGreen() throws IOException {
    assertThat(HtmlReport.render(SampleReports.report(List.of())))
        .contains("Nothing was run")
        .contains("class=\"top skipped\"");
  }

  private static Cell hostile() {
    return new Cell(
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        HOSTILE,
        Rung.SHUFFLE,
        HOSTILE,
        OptionalLong.of(-1),
        new Verdict.Failed(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        Duration.ofMillis(3),
        List.of(new StepRecord(HOSTILE, Duration.ZERO, 1, HOSTILE, "javascript:alert(3)", HOSTILE)),
        HOSTILE,
        Map.of(HOSTILE, "a\"><script>.log"),
        Optional.of(
            new ShuffleFigures(
                1,
                1,
                1,
                1,
                0.5,
                1,
                Map.of(HOSTILE, 1),
                List.of(new FunctionFigures(HOSTILE, 1, 1, 1, 1, 0.5, 1)))));
  }

  private static String withoutRawText(String page) {
    return page.replaceFirst("(?s)<style>.*?</style>", "<style></style>")
        .replaceFirst("(?s)<script>.*</script>", "<script></script>");
  }

  private static List<String> all(String page, String pattern) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(page);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
