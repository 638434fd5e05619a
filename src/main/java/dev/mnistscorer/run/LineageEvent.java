package dev.mnistscorer.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mnistscorer.error.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of {@code lineage.json}: the end of a run as an event of OpenLineage, schema 2-0-2. */
final class LineageEvent {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String SPECIFICATION = "https://openlineage.io/spec/";
    private static final String NAME = "mnist-scorer";
    private static final String FACETS = "facets";
    private static final Pattern URI = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*:)(?://([^/]*))?(/.*)");

    private LineageEvent() {}

    /** The text for a run that has ended. */
    static String text(RunRecord record, RunJson.End end) {
        ObjectNode event = JSON.createObjectNode();
        event.put("eventType", type(end)).put("eventTime", Instant.now().toString());
        event.put("producer", producer());
        event.put("schemaURL", SPECIFICATION + "2-0-2/OpenLineage.json#/$defs/RunEvent");
        ObjectNode run = event.putObject("run");
        run.put("runId", uuid(record).toString());
        ObjectNode facets = run.putObject(FACETS);
        facet(facets, "processing_engine", "1-1-1", "ProcessingEngineRunFacet")
                .put("name", "Spark")
                .put("version", record.sparkVersion);
        if (end.reason() != null) {
            facet(facets, "errorMessage", "1-0-1", "ErrorMessageRunFacet")
                    .put("message", Secrets.mask(end.reason()))
                    .put("programmingLanguage", "JAVA");
        }
        event.putObject("job").put("namespace", NAME).put("name", "score");
        addInput(event.putArray("inputs"), record);
        ArrayNode outputs = event.putArray("outputs");
        if (end.status().equals(RunJson.DONE)) {
            addOutput(outputs, record);
        }
        return event.toPrettyString() + "\n";
    }

    private static String type(RunJson.End end) {
        return switch (end.status()) {
            case RunJson.DONE -> "COMPLETE";
            case RunJson.INTERRUPTED -> "ABORT";
            default -> "FAIL";
        };
    }

    /** OpenLineage wants a UUID. Attempts with the same ID are several runs there. */
    private static UUID uuid(RunRecord record) {
        String attempt = record.runId + " " + record.started;
        return UUID.nameUUIDFromBytes(attempt.getBytes(StandardCharsets.UTF_8));
    }

    private static void addInput(ArrayNode inputs, RunRecord record) {
        if (record.input.isEmpty()) {
            return;
        }
        ObjectNode input = dataset(inputs, Secrets.mask(record.input.get().uri()));
        record.rows.ifPresent(rows -> {
            ObjectNode quality = facet(
                    input.putObject("inputFacets"),
                    "dataQualityMetrics",
                    "1-0-2",
                    "DataQualityMetricsInputDatasetFacet");
            quality.put("rowCount", rows.read());
            ObjectNode columns = quality.putObject("columnMetrics");
            record.evaluation.ifPresent(evaluation -> columns.putObject("label")
                    .put("nullCount", rows.scored() - evaluation.confusion().total()));
        });
    }

    private static void addOutput(ArrayNode outputs, RunRecord record) {
        Optional<String> table = record.options.output().delivery().table().map(named -> named.name());
        Optional<String> place = table.or(() -> record.predictions);
        place.ifPresent(name -> {
            ObjectNode output = dataset(outputs, name);
            record.tableVersion.ifPresent(
                    version -> facet(output.putObject(FACETS), "version", "1-0-1", "DatasetVersionDatasetFacet")
                            .put("datasetVersion", version));
            record.rows.ifPresent(rows -> facet(
                            output.putObject("outputFacets"),
                            "outputStatistics",
                            "1-0-2",
                            "OutputStatisticsOutputDatasetFacet")
                    .put("rowCount", rows.scored()));
        });
    }

    /** Adds a data set by OpenLineage's names: the namespace of a file is scheme and authority of its URI. */
    private static ObjectNode dataset(ArrayNode to, String name) {
        Matcher uri = URI.matcher(name);
        ObjectNode dataset = to.addObject();
        if (uri.matches()) {
            String scheme = uri.group(1);
            String authority = uri.group(2) == null ? "" : uri.group(2);
            return dataset.put(
                            "namespace",
                            authority.isEmpty() ? scheme.substring(0, scheme.length() - 1) : scheme + "//" + authority)
                    .put("name", uri.group(3));
        }
        return dataset.put("namespace", name.contains("/") && !name.contains("`") ? "file" : NAME)
                .put("name", name);
    }

    private static ObjectNode facet(ObjectNode facets, String name, String version, String schema) {
        return facets.putObject(name)
                .put("_producer", producer())
                .put("_schemaURL", SPECIFICATION + "facets/" + version + "/" + schema + ".json#/$defs/" + schema);
    }

    private static String producer() {
        return "urn:" + NAME + ":" + RunRecord.version().replaceAll("[^0-9A-Za-z.-]", "");
    }
}
