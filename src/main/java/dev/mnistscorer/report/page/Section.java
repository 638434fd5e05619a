package dev.mnistscorer.report.page;

/**
 * A section of the page. The object holds the values that its template inserts, under the names that it uses; the template is
 * the resource {@code ID.mustache}.
 */
public interface Section {
    /** Name of the template and of the section's anchor. */
    String id();

    /** Heading. */
    String title();
}
