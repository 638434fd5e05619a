package dev.mnistscorer

import java.nio.file.{Files, Path}
import java.util.jar.JarFile

import scala.collection.mutable
import scala.jdk.CollectionConverters._

import org.apache.xbean.asm9.Opcodes.ASM9
import org.apache.xbean.asm9._

/** A class with its supertypes, and its members by name and descriptor. */
private final case class Linked(supertypes: Seq[String], members: Set[String])

/**
 * Links the classes of this project in a jar against other jars, without loading them: what they refer to must be there.
 * Classes that the other jars need not have come from the class path of the tests.
 */
final class LinkCheck(jars: Path, mayBeElsewhere: String => Boolean) {
  private val files = {
    val list = Files.list(jars)
    try list.iterator.asScala.filter(_.toString.endsWith(".jar")).map(path => new JarFile(path.toFile)).toSeq
    finally list.close()
  }
  private val known = mutable.Map[String, Option[Linked]]()

  /** References from classes of the job to what is not there. */
  def missing(job: Path): Set[String] = {
    val jar = new JarFile(job.toFile)
    val classes = jar.entries.asScala.toSeq.filter { entry =>
      val name = entry.getName
      name.startsWith("dev/mnistscorer/") && !name.contains("/shaded/") && name.endsWith(".class")
    }
    val readers = classes.map(entry => new ClassReader(jar.getInputStream(entry)))
    for (reader <- readers) known(reader.getClassName) = Some(read(reader))
    val named = readers.flatMap(references).distinct
    // Shaded classes are in the jar, arrays have the members of Object, and the JDK is not that of the jars.
    val others = named.filterNot { case (owner, _) =>
      owner.startsWith("dev/mnistscorer/shaded/") || owner.startsWith("[") || isJdk(owner)
    }
    others.flatMap { case (owner, member) =>
      if (find(owner).isEmpty) Some(owner)
      else if (member.isEmpty || resolves(owner, member)) None
      else Some(s"$owner.$member")
    }.toSet
  }

  private def isJdk(name: String): Boolean = name.matches("(java|javax|jdk)/.*")

  private def resolves(owner: String, member: String): Boolean =
    find(owner).exists(linked => linked.members(member) || linked.supertypes.exists(resolves(_, member)))

  private def find(name: String): Option[Linked] = known.getOrElseUpdate(
    name, {
      val path = s"$name.class"
      val own = files.iterator.map(file => Option(file.getEntry(path)).map(file.getInputStream)).collectFirst {
        case Some(in) => in
      }
      own
        .orElse(
          if (isJdk(name) || mayBeElsewhere(name)) Option(getClass.getClassLoader.getResourceAsStream(path)) else None
        )
        .map { in =>
          try read(new ClassReader(in))
          finally in.close()
        }
    }
  )

  private def read(reader: ClassReader): Linked = {
    val members = mutable.Set[String]()
    reader.accept(
      new ClassVisitor(ASM9) {
        override def visitMethod(
            access: Int,
            name: String,
            descriptor: String,
            signature: String,
            exceptions: Array[String]
        ): MethodVisitor = {
          members += name + descriptor
          null
        }
        override def visitField(
            access: Int,
            name: String,
            descriptor: String,
            signature: String,
            value: Any
        ): FieldVisitor = {
          members += name + descriptor
          null
        }
      },
      ClassReader.SKIP_CODE
    )
    Linked(Option(reader.getSuperName).toSeq ++ reader.getInterfaces, members.toSet)
  }

  /** The classes and members that the constants of a class name; a class alone with an empty member. */
  private def references(reader: ClassReader): Seq[(String, String)] = {
    val buffer = new Array[Char](reader.getMaxStringLength)
    val constants = (1 until reader.getItemCount).map(reader.getItem).filter(_ > 0)
    constants.map(at => (reader.readByte(at - 1), at)).collect {
      case (7, at) => (reader.readUTF8(at, buffer), "")
      case (9 | 10 | 11, at) =>
        val nameAndType = reader.getItem(reader.readUnsignedShort(at + 2))
        (reader.readClass(at, buffer), reader.readUTF8(nameAndType, buffer) + reader.readUTF8(nameAndType + 2, buffer))
    }
  }
}
