package dev.mnistscorer.training

import org.apache.commons.codec.digest.DigestUtils
import org.scalatest.funsuite.AnyFunSuite

class AugmentationSuite extends AnyFunSuite {
  test("augmented copies are the same on every machine") {
    val image = Array.tabulate[Byte](28 * 28)(at => if (at % 28 > 8 && at % 28 < 20) (at * 7).toByte else 0)
    val augmentation = new Augmentation(28, 28, 5)
    val sha256 = DigestUtils.getSha256Digest
    for (index <- 0 until 200; copy <- 0 until 4) sha256.update(augmentation.augment(image, index.toLong, copy))
    assert(DigestUtils.sha256Hex(sha256.digest) == "69da2855b8861540227469db38a58129141a18d028f5d1da3330aaee1853dc0f")
  }
}
