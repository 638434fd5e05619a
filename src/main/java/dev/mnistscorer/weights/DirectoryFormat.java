package dev.mnistscorer.weights;

import dev.mnistscorer.weights.content.ParsedWeights;
import dev.mnistscorer.weights.mllib.SavedPerceptron;
import dev.mnistscorer.weights.numpy.Npz;

/** Formats of directories, in the order in which they are tried. */
enum DirectoryFormat implements WeightsFormat<StoredDirectory> {
    /** Perceptron, alone or in a pipeline, as Spark MLlib saves it. */
    SPARK_MLLIB("Spark MLlib") {
        @Override
        public boolean recognises(StoredDirectory directory) {
            return SavedPerceptron.isSaved(directory::holds);
        }

        @Override
        public ParsedWeights read(StoredDirectory directory) {
            return SavedPerceptron.read(directory.files(name -> true));
        }
    },
    /** One {@code .npy} file for each array. */
    NUMPY_FILES("NumPy npy set") {
        @Override
        public boolean recognises(StoredDirectory directory) {
            return !directory.files(DirectoryFormat::isArray).isEmpty();
        }

        @Override
        public ParsedWeights read(StoredDirectory directory) {
            return Npz.read(directory.files(DirectoryFormat::isArray));
        }
    };

    private final String label;

    DirectoryFormat(String label) {
        this.label = label;
    }

    private static boolean isArray(String name) {
        return name.endsWith(".npy");
    }

    @Override
    public String label() {
        return label;
    }
}
