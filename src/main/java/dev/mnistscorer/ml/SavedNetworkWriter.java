package dev.mnistscorer.ml;

import dev.mnistscorer.file.FileSystems;
import dev.mnistscorer.network.DenseLayer;
import dev.mnistscorer.network.PixelScaling;
import dev.mnistscorer.network.Tensor;
import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.weights.TrainedNetwork;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLWriter;

/** Saves a stage. */
final class SavedNetworkWriter extends MLWriter {
    static final String WEIGHTS = "weights.safetensors";

    /** The scaling of the network's training is in its weights. */
    private static final PixelScaling NONE = new PixelScaling(1, 0, 1);

    private final DenseNetworkModel stage;

    SavedNetworkWriter(DenseNetworkModel stage) {
        this.stage = stage;
    }

    @Override
    public void saveImpl(String path) {
        Configuration configuration = HadoopConf.of(sparkSession());
        Path directory = new Path(path);
        try {
            StageMetadata.write(stage, directory, sparkSession().version(), configuration);
            Path file = new Path(directory, WEIGHTS);
            try (OutputStream out = FileSystems.of(file, configuration).create(file)) {
                out.write(new TrainedNetwork(layers(), NONE, Map.of()).safetensors());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The layers with names that keep their order. */
    private List<DenseLayer> layers() {
        List<DenseLayer> layers = new ArrayList<>();
        for (DenseLayer layer : stage.network().layers()) {
            int number = layers.size() + 1;
            layers.add(new DenseLayer(
                    new Tensor(
                            "W" + number,
                            layer.weights().shape(),
                            layer.weights().values()),
                    new Tensor("b" + number, layer.bias().shape(), layer.bias().values()),
                    layer.activation()));
        }
        return layers;
    }
}
