package dev.mnistscorer.report.page;

import com.samskivert.mustache.Mustache;
import dev.mnistscorer.evaluation.Evaluation;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Renders an evaluation as {@code report.html}, a self-contained page of {@link Section}s. Templates are resources beside this
 * class; Mustache escapes the values.
 */
public final class HtmlPage {
    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .escapeHTML(true)
            .zeroIsFalse(true)
            .emptyStringIsFalse(true)
            .withLoader(HtmlPage::template);

    private HtmlPage() {}

    /** The frame of the page: its title, and the sections as they were rendered. */
    private record Frame(String title, String head, List<Rendered> sections) {}

    /** A section as it was rendered. */
    private record Rendered(String id, String title, String html) {}

    /** Returns the page: the same bytes for the same evaluation and facts. */
    public static String of(Evaluation evaluation, PageFacts facts) {
        VerdictSection verdict = VerdictSection.of(evaluation, facts);
        Frame frame = new Frame(
                verdict.title() + ": " + verdict.word().toLowerCase(Locale.ROOT) + ", " + verdict.headline(),
                render(verdict),
                sections(evaluation, facts).map(HtmlPage::rendered).toList());
        return execute("page", frame);
    }

    private static Stream<Section> sections(Evaluation evaluation, PageFacts facts) {
        Picture.Painter painter = new Picture.Painter(facts, evaluation.names());
        return Stream.of(
                        ComparisonSection.of(evaluation, painter),
                        DriftSection.of(evaluation),
                        ConfusionSection.of(evaluation, painter),
                        ClassSection.of(evaluation),
                        PredictionSection.of(evaluation),
                        CoverageSection.of(evaluation),
                        ReliabilitySection.of(evaluation),
                        ConfidenceSection.of(evaluation),
                        SuspectSection.of(evaluation, painter),
                        SliceSection.of(evaluation),
                        ExampleSection.of(evaluation, painter),
                        Optional.of(InputSection.of(facts.figures())),
                        Optional.of(CardSection.of(facts, evaluation.evaluated())))
                .flatMap(Optional::stream);
    }

    private static Rendered rendered(Section section) {
        return new Rendered(section.id(), section.title(), render(section));
    }

    private static String render(Section section) {
        return execute(section.id(), section);
    }

    private static String execute(String template, Object values) {
        try (Reader reader = template(template)) {
            return COMPILER.compile(reader).execute(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reader template(String name) throws IOException {
        try (InputStream in = HtmlPage.class.getResourceAsStream(name + ".mustache")) {
            return new StringReader(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
