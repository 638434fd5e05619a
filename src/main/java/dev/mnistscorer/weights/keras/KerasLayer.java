package dev.mnistscorer.weights.keras;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One layer as the configuration of a model has it.
 *
 * @param className as {@code Dense}
 * @param name of this layer in its model
 * @param group the path under which Keras 3 stores its variables: class names, counted
 * @param config its arguments
 */
record KerasLayer(String className, String name, String group, JsonNode config) {
    /** For messages. */
    @Override
    public String toString() {
        return name + " (" + className + ")";
    }
}
