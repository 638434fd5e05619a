package dev.mnistscorer.source;

import java.util.List;

/**
 * A collection of named files that have one publisher.
 *
 * <p>Fashion-MNIST has the file names of MNIST, so each collection but MNIST has a directory of its own.
 */
public enum Collection {
    /** MNIST. */
    MNIST(
            "MNIST",
            "",
            "http://yann.lecun.com/exdb/mnist",
            "stated differently by different hosts (CC BY-SA 3.0, MIT, none)",
            "https://ossci-datasets.s3.amazonaws.com/mnist/",
            "https://storage.googleapis.com/cvdf-datasets/mnist/"),
    /** The weights of <i>Deep Learning from Scratch</i>. */
    BOOK(
            "The book's weights",
            "",
            "https://github.com/oreilly-japan/deep-learning-from-scratch",
            "MIT",
            "https://raw.githubusercontent.com/oreilly-japan/deep-learning-from-scratch/master/ch03/",
            "https://github.com/oreilly-japan/deep-learning-from-scratch/raw/master/ch03/"),
    /** Articles of clothing. */
    FASHION_MNIST(
            "Fashion-MNIST",
            "fashion-mnist",
            "https://github.com/zalandoresearch/fashion-mnist",
            "MIT",
            "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
            "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"),
    /** Cursive Japanese characters. */
    KMNIST(
            "KMNIST",
            "kmnist",
            "http://codh.rois.ac.jp/kmnist",
            "CC BY-SA 4.0: \"KMNIST Dataset\" (created by CODH), adapted from \"Kuzushiji Dataset\" (created by NIJL and"
                    + " others), doi:10.20676/00000341",
            "http://codh.rois.ac.jp/kmnist/dataset/kmnist/"),
    /** MNIST's digits anew from NIST's forms, with their writers. */
    QMNIST(
            "QMNIST",
            "qmnist",
            "https://github.com/facebookresearch/qmnist",
            "BSD",
            "https://raw.githubusercontent.com/facebookresearch/qmnist/master/",
            "https://github.com/facebookresearch/qmnist/raw/master/"),
    /** Digits and letters of NIST's forms. */
    EMNIST(
            "EMNIST",
            "emnist",
            "https://www.nist.gov/itl/products-and-services/emnist-dataset",
            "not stated; NIST asks to cite arXiv:1702.05373",
            "https://biometrics.nist.gov/cs_links/EMNIST/",
            "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/");

    private final String title;
    private final String directory;
    private final String source;
    private final String licence;
    private final List<String> hosts;

    Collection(String title, String directory, String source, String licence, String... hosts) {
        this.title = title;
        this.directory = directory;
        this.source = source;
        this.licence = licence;
        this.hosts = List.of(hosts);
    }

    /** Name for messages. */
    public String title() {
        return title;
    }

    /** Directory of its files in the directory of named data; empty: that itself. */
    public String directory() {
        return directory;
    }

    /** Address of its publisher. */
    public String source() {
        return source;
    }

    /** Licence of its files. */
    public String licence() {
        return licence;
    }

    /** Addresses that have its files, each to be followed by the name of a file. */
    List<String> hosts() {
        return hosts;
    }
}
