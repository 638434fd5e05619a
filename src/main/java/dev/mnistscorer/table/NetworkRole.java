package dev.mnistscorer.table;

/** Role of a network in a run. */
public enum NetworkRole {
    /** The network whose predictions are evaluated and delivered. */
    BASE(""),
    /** A second network over the same images, which is compared with the first. */
    CHALLENGER("challenger_");

    private final String prefix;

    NetworkRole(String prefix) {
        this.prefix = prefix;
    }

    /** Name of a column of scores of this network. */
    public String column(String name) {
        return prefix + name;
    }
}
