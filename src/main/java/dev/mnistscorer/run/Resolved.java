package dev.mnistscorer.run;

import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.weights.WeightsFile;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Everything that the arguments of a scoring run name, found and read.
 *
 * @param configuration access to file systems
 * @param weights the network and its file
 * @param input the images
 * @param files the files of the images, listed once
 */
record Resolved(Configuration configuration, WeightsFile weights, ImageInput input, List<InputFile> files) {
    DenseNetwork network() {
        return weights.network();
    }
}
