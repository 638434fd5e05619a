package dev.mnistscorer.weights;

import dev.mnistscorer.weights.content.ParsedWeights;
import dev.mnistscorer.weights.json.NielsenJson;
import dev.mnistscorer.weights.keras.KerasFiles;
import dev.mnistscorer.weights.numpy.Npz;
import dev.mnistscorer.weights.numpy.NumpyPickle;
import dev.mnistscorer.weights.onnx.OnnxFile;
import dev.mnistscorer.weights.safetensors.Safetensors;
import dev.mnistscorer.weights.torch.TorchFile;

/** Formats of single files, in the order in which they are tried: those with an unambiguous beginning first. */
enum FileFormat implements WeightsFormat<StoredFile> {
    /** Dict or list of NumPy arrays. */
    NUMPY_PICKLE("NumPy pickle") {
        @Override
        public boolean recognises(StoredFile file) {
            return NumpyPickle.isPickle(file.head());
        }

        @Override
        public ParsedWeights read(StoredFile file) {
            return NumpyPickle.read(file.bytes());
        }
    },
    /** Named tensors behind a JSON header. */
    SAFETENSORS("safetensors") {
        @Override
        public boolean recognises(StoredFile file) {
            return Safetensors.isSafetensors(file.head());
        }

        @Override
        public ParsedWeights read(StoredFile file) {
            return Safetensors.read(file.bytes());
        }
    },
    /** Zip file with a configuration and an HDF5 file of weights. */
    KERAS_ARCHIVE("Keras .keras") {
        @Override
        public boolean recognises(StoredFile file) {
            return file.isZip() && KerasFiles.isArchive(file.entries().keySet());
        }

        @Override
        public ParsedWeights read(StoredFile file) {
            return KerasFiles.readArchive(file.entries());
        }
    },
    /** Zip file of a pickle and the numbers of its tensors. */
    PYTORCH("PyTorch") {
        @Override
        public boolean recognises(StoredFile file) {
            return file.isZip() && TorchFile.isTorch(file.entries().keySet());
        }

        @Override
        public ParsedWeights read(StoredFile file) {
            return TorchFile.read(file.entries());
        }
    },
    /** Zip file of {@code .npy} files: any zip file that is of no other format. */
    NUMPY_ARCHIVE("NumPy npz") {
        @Override
        public boolean recognises(StoredFile file) {
            return file.isZip();
        }

        @Override
        public ParsedWeights read(StoredFile file) {
            return Npz.read(file.entries());
        }
    },
    /** HDF5 file with the configuration of its model. */
    KERAS_HDF5("Keras .h5") {
        @Override
        public boolean recognises(StoredFile file) {
            return KerasFiles.isHdf5(file.head()) && KerasFiles.isModel(file.bytes());
        }

        @Override
        public ParsedWeights read(StoredFile file) {
            return KerasFiles.readModel(file.bytes());
        }
    },
    /** HDF5 file without a configuration. */
    KERAS_WEIGHTS("Keras weights") {
        @Override
        public boolean recognises(StoredFile file) {
            return KerasFiles.isHdf5(file.head());
        }

        @Override
        public ParsedWeights read(StoredFile file) {
            return KerasFiles.readWeights(file.bytes());
        }
    },
    /** Network of a textbook in JSON. */
    NIELSEN_JSON("Nielsen's JSON") {
        @Override
        public boolean recognises(StoredFile file) {
            return NielsenJson.beginsAsJson(file.head());
        }

        @Override
        public ParsedWeights read(StoredFile file) {
            return NielsenJson.read(file.bytes());
        }
    },
    /** Graph of operators. */
    ONNX("ONNX") {
        @Override
        public boolean recognises(StoredFile file) {
            return OnnxFile.beginsAsOnnx(file.head()) && OnnxFile.isOnnx(file.bytes());
        }

        @Override
        public ParsedWeights read(StoredFile file) {
            return OnnxFile.read(file.bytes(), file::beside);
        }
    };

    private final String label;

    FileFormat(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
