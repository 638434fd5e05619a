package dev.mnistscorer.spark;

/** Throws checked exceptions from where none can be declared. */
public final class Undeclared {
    private Undeclared() {}

    /** Scala has no checked exceptions, and Spark recognizes a failure by its class: it must not be wrapped. */
    @SuppressWarnings("unchecked")
    public static <E extends Exception> E unchecked(Exception e) throws E {
        throw (E) e;
    }
}
