package dev.mnistscorer.report;

/**
 * A quality gate as a run passed or failed it.
 *
 * @param metric metric that it judges
 * @param wanted condition: {@code at least 0.95}
 * @param found value of the metric, or {@code not known}
 * @param passed true if the condition holds
 * @param failure the sentence that reports that it does not hold
 */
public record GateResult(String metric, String wanted, String found, boolean passed, String failure) {}
