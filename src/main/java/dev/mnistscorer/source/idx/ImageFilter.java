package dev.mnistscorer.source.idx;

import dev.mnistscorer.table.Columns;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;

/**
 * A condition on the origin or the index of images, which headers of files decide without their content.
 *
 * @param condition the images of slices that can meet it
 * @param exact true if these all do; else Spark must test them again
 */
record ImageFilter(UnaryOperator<Stream<IdxSlice>> condition, boolean exact) {

    /** The condition of a predicate of Spark; empty if it is on something else. */
    static Optional<ImageFilter> of(Predicate predicate) {
        Expression[] children = predicate.children();
        List<Object> values = values(children);
        // A column and nothing but values: comparisons with other columns, or with null, are left to Spark.
        if (values.isEmpty() || values.size() < children.length - 1) {
            return Optional.empty();
        }
        return switch (column(children[0])) {
            case Columns.ORIGIN -> origin(predicate.name(), values);
            case Columns.INDEX -> index(predicate.name(), values);
            default -> Optional.empty();
        };
    }

    private static String column(Expression expression) {
        return expression instanceof NamedReference reference && reference.fieldNames().length == 1
                ? reference.fieldNames()[0]
                : "";
    }

    private static List<Object> values(Expression[] children) {
        return Arrays.stream(children)
                .skip(1)
                .filter(child -> child instanceof Literal<?> literal && literal.value() != null)
                .<Object>map(child -> ((Literal<?>) child).value())
                .toList();
    }

    private static Optional<ImageFilter> origin(String operator, List<Object> values) {
        BiPredicate<String, String> test =
                switch (operator) {
                    case "=", "<=>", "IN" -> String::equals;
                    case "<>" -> (origin, text) -> !origin.equals(text);
                    case "STARTS_WITH" -> String::startsWith;
                    case "ENDS_WITH" -> String::endsWith;
                    case "CONTAINS" -> String::contains;
                    default -> null;
                };
        List<String> texts = values.stream().map(Object::toString).toList();
        return Optional.ofNullable(test)
                .map(tested -> new ImageFilter(
                        slices -> slices.filter(slice -> texts.stream()
                                .anyMatch(text ->
                                        tested.test(slice.pair().images().path(), text))),
                        true));
    }

    private static Optional<ImageFilter> index(String operator, List<Object> values) {
        if (!values.stream().allMatch(Long.class::isInstance)) {
            return Optional.empty();
        }
        List<Long> numbers = values.stream().map(Long.class::cast).toList();
        long least = Collections.min(numbers);
        long most = Collections.max(numbers);
        return Optional.ofNullable(
                switch (operator) {
                    // Each slice opens its file, and unpacks what comes before it: so all values are one slice.
                    case "=", "<=>", "IN" -> range(least, after(most), numbers.size() == 1);
                    case "<" -> range(0, least, true);
                    case "<=" -> range(0, after(least), true);
                    case ">" -> range(after(least), Long.MAX_VALUE, true);
                    case ">=" -> range(least, Long.MAX_VALUE, true);
                    default -> null;
                });
    }

    private static long after(long number) {
        return number == Long.MAX_VALUE ? number : number + 1;
    }

    private static ImageFilter range(long from, long to, boolean exact) {
        return new ImageFilter(
                slices -> slices.filter(slice -> Math.max(slice.from(), from) < Math.min(slice.to(), to))
                        .map(slice -> new IdxSlice(
                                slice.pair(), (int) Math.max(slice.from(), from), (int) Math.min(slice.to(), to))),
                exact);
    }
}
