package dev.mnistscorer.weights.keras;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Layer in the configuration of a model.
 *
 * @param className class: {@code Dense}
 * @param name name in its model
 * @param group path under which Keras 3 stores its variables: numbered class names
 * @param config arguments
 */
record KerasLayer(String className, String name, String group, JsonNode config) {
    /** Returns name and class, for messages. */
    @Override
    public String toString() {
        return name + " (" + className + ")";
    }
}
