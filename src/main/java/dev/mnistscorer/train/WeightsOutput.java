package dev.mnistscorer.train;

import dev.mnistscorer.publish.OutputDirectory;
import dev.mnistscorer.weights.TrainedNetwork;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A file for trained weights that has been tried for writing. */
final class WeightsOutput {
    private final WeightsTarget target;
    private final OutputDirectory directory;
    private final String name;

    /**
     * Opens the directory of the file.
     *
     * @throws dev.mnistscorer.error.BadInputException if the file cannot be written
     */
    WeightsOutput(WeightsTarget target, Configuration configuration) {
        Path file = new Path(target.uri());
        this.target = target;
        this.directory = OutputDirectory.of(file, configuration);
        this.name = file.getName();
        directory.requireWritable(List.of(name));
    }

    String uri() {
        return target.uri();
    }

    void write(TrainedNetwork network) throws IOException {
        directory.write(
                name,
                switch (target.format()) {
                    case SAFETENSORS -> network.safetensors();
                    case NPZ -> network.npz();
                });
    }
}
