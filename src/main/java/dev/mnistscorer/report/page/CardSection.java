package dev.mnistscorer.report.page;

import java.util.List;

/**
 * Model card: network, digests, versions, the command that repeats the run, and the limits of the figures.
 *
 * @param facts names and values
 * @param command the command
 */
record CardSection(List<Fact> facts, String command, boolean evaluated) implements Section {

    /** A line of the card. */
    record Fact(String name, String value) {}

    static CardSection of(PageFacts facts, boolean evaluated) {
        return new CardSection(
                facts.card().stream()
                        .map(fact -> new Fact(fact.getKey(), fact.getValue()))
                        .toList(),
                facts.command(),
                evaluated);
    }

    @Override
    public String id() {
        return "card";
    }

    @Override
    public String title() {
        return "Model card";
    }
}
