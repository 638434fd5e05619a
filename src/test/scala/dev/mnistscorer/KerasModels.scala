package dev.mnistscorer

import java.io.ByteArrayOutputStream
import java.nio.file.Files
import java.util.zip.{ZipEntry, ZipOutputStream}

import dev.mnistscorer.Pickles.Array32
import io.jhdf.HdfFile
import io.jhdf.api.WritableGroup

/** Writes what Keras saves, as its versions 2 and 3 lay it out. */
object KerasModels {

  def zip(entries: (String, Array[Byte])*): Array[Byte] = {
    val out = new ByteArrayOutputStream
    val zip = new ZipOutputStream(out)
    entries.foreach { case (name, content) =>
      zip.putNextEntry(new ZipEntry(name))
      zip.write(content)
      zip.closeEntry()
    }
    zip.close()
    out.toByteArray
  }

  /** An HDF5 file that `fill` fills. */
  def hdf5(fill: WritableGroup => Unit): Array[Byte] = {
    val file = Files.createTempFile("mnist-scorer-test", ".h5")
    try {
      val hdf = HdfFile.write(file)
      fill(hdf)
      hdf.close()
      Files.readAllBytes(file)
    } finally Files.delete(file)
  }

  private def rows(array: Array32): AnyRef =
    if (array.shape.length == 1) array.values.toArray
    else array.values.grouped(array.shape(1)).map(_.toArray).toArray

  /** The variables of layers as Keras 3 stores them: numbered, in a group of the class's name, counted. */
  def weights(layers: (String, Seq[Array32])*): Array[Byte] = hdf5 { root =>
    var groups = Map("" -> root.putGroup("layers"))
    layers.foreach { case (path, variables) =>
      // a/b: the group of a model in the model, whose layers are in a group "layers" of their own.
      val (outer, name) = path.splitAt(path.lastIndexOf('/') + 1)
      if (!groups.contains(outer)) groups += outer -> groups("").putGroup(outer.dropRight(1)).putGroup("layers")
      val vars = groups(outer).putGroup(name).putGroup("vars")
      variables.zipWithIndex.foreach { case (variable, i) => vars.putDataset(i.toString, rows(variable)) }
    }
  }

  /** A whole model of Keras 3. */
  def keras(config: String, weights: Array[Byte], version: String = "3.4.1"): Array[Byte] =
    zip(
      "metadata.json" -> s"""{"keras_version": "$version", "date_saved": "2026-01-01@00:00:00"}""".getBytes,
      "config.json" -> config.getBytes("UTF-8"),
      "model.weights.h5" -> weights
    )

  /** A whole model of Keras 2: `model_weights/dense/dense/kernel:0`, with the names of all as attributes. */
  def h5(
      config: Option[String],
      layers: Seq[(String, Seq[(String, Array32)])],
      version: String = "2.15.0"
  ): Array[Byte] =
    hdf5 { root =>
      config.foreach { json =>
        root.putAttribute("model_config", json)
        root.putAttribute("keras_version", version)
      }
      val group = if (config.isEmpty) root else root.putGroup("model_weights")
      group.putAttribute("layer_names", layers.map(_._1).toArray)
      layers.foreach { case (layer, variables) =>
        val stored = group.putGroup(layer)
        // What this library writes for an empty group it cannot read again.
        if (variables.isEmpty) stored.putDataset("unused", Array(0f))
        else {
          stored.putAttribute("weight_names", variables.map { case (name, _) => s"$layer/$name:0" }.toArray)
          val inner = stored.putGroup(layer)
          variables.foreach { case (name, array) => inner.putDataset(s"$name:0", rows(array)) }
        }
      }
    }

  def layer(className: String, name: String, config: String*): String =
    s"""{"module": "keras.layers", "class_name": "$className", "config": {${(s""""name": "$name"""" +: config)
        .mkString(", ")}}}"""

  def dense(name: String, units: Int, activation: String): String =
    layer("Dense", name, s""""units": $units, "activation": $activation, "use_bias": true""")

  def input(shape: Int*): String = layer("InputLayer", "input", s""""batch_shape": [null, ${shape.mkString(", ")}]""")

  def sequential(layers: String*): String =
    s"""{"class_name": "Sequential", "config": {"name": "sequential", "layers": [${layers.mkString(", ")}]}}"""
}
