package dev.mnistscorer.ml;

import dev.mnistscorer.spark.HadoopConf;
import dev.mnistscorer.weights.ImportOptions;
import dev.mnistscorer.weights.WeightsFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLReader;

/** Loads a stage that was saved. */
final class SavedNetworkReader extends MLReader<DenseNetworkModel> {
    @Override
    public DenseNetworkModel load(String path) {
        Configuration configuration = HadoopConf.of(sparkSession());
        StageMetadata metadata = StageMetadata.read(new Path(path), DenseNetworkModel.class, configuration);
        String weights = new Path(path, SavedNetworkWriter.WEIGHTS).toString();
        DenseNetworkModel stage = new DenseNetworkModel(
                metadata.uid(),
                WeightsFile.read(weights, configuration, ImportOptions.AS_STORED)
                        .network());
        metadata.restore(stage, stage::set, stage::setDefault);
        return stage;
    }
}
