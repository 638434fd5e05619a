package dev.mnistscorer.run;

import dev.mnistscorer.input.ImageInput;
import dev.mnistscorer.network.DenseNetwork;
import dev.mnistscorer.source.InputFile;
import dev.mnistscorer.weights.WeightsFile;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Everything that the arguments of a scoring run name, found and read.
 *
 * @param configuration access to file systems
 * @param weights the network and its file
 * @param challenger the network that is compared with it, and its file
 * @param reference images that those of the run are compared with
 * @param input the images
 * @param files the files of the images, listed once
 */
record Resolved(
        Configuration configuration,
        WeightsFile weights,
        Optional<WeightsFile> challenger,
        Optional<Reference> reference,
        ImageInput input,
        List<InputFile> files) {
    DenseNetwork network() {
        return weights.network();
    }

    /** The same with other files of images. */
    Resolved withFiles(List<InputFile> others) {
        return new Resolved(configuration, weights, challenger, reference, input, others);
    }
}
