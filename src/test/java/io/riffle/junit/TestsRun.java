package io.riffle.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.FileEntry;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes in a launcher session of their own and keeps what became of each test. */
final class TestsRun implements TestExecutionListener {
  /** Results by display name, of tests and of classes. */
  final Map<String, TestExecutionResult> results =
      Collections.synchronizedMap(new LinkedHashMap<>());

  /** Names of the tests alone, in the order of their end. */
  final List<String> tests = Collections.synchronizedList(new ArrayList<>());

  final Map<String, String> skipped = Collections.synchronizedMap(new LinkedHashMap<>());
  final List<Path> published = Collections.synchronizedList(new ArrayList<>());

  private TestsRun() {}

  static TestsRun of(Map<String, String> parameters, Class<?>... classes) {
    TestsRun run = new TestsRun();
    try (LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(Arrays.stream(classes).map(each -> selectClass(each)).toList())
                  .configurationParameters(parameters)
                  .build(),
              run);
    }
    return run;
  }

  static TestsRun of(Class<?>... classes) {
    return of(Map.of(), classes);
  }

  TestExecutionResult.Status status(String name) {
    return results.get(name).getStatus();
  }

  Throwable failure(String name) {
    return results.get(name).getThrowable().orElseThrow();
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    results.put(identifier.getDisplayName(), result);
    if (identifier.isTest()) {
      tests.add(identifier.getDisplayName());
    }
  }

  @Override
  public void executionSkipped(TestIdentifier identifier, String reason) {
    skipped.put(identifier.getDisplayName(), reason);
  }

  @Override
  public void fileEntryPublished(TestIdentifier identifier, FileEntry file) {
    published.add(file.getPath());
  }
}
