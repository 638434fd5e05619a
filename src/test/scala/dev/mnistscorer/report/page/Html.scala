package dev.mnistscorer.report.page

import java.io.StringReader

import javax.xml.parsers.DocumentBuilderFactory
import org.w3c.dom.{Document, Element}
import org.xml.sax.InputSource

/** A page as XML: every element is closed and every value escaped, or it is refused. */
final class Html(val text: String) {
  private val document: Document = {
    val xml = text
      .replace("<!DOCTYPE html>", "")
      .replaceAll("<(meta|input|img)([^>]*)>", "<$1$2/>")
      .replaceAll(" (checked)(?=[ />])", " checked=\"checked\"")
    DocumentBuilderFactory.newInstance.newDocumentBuilder.parse(new InputSource(new StringReader(xml)))
  }

  def elements(name: String): Seq[Element] = Html.elements(document.getDocumentElement, name)

  def withClass(name: String, kind: String): Seq[Element] =
    elements(name).filter(_.getAttribute("class").split(' ').contains(kind))

  def headings: Seq[String] = elements("h2").map(_.getTextContent)

  /** The element with an ID, which must be the only one. */
  def byId(id: String): Element = {
    val found = elements("*").filter(_.getAttribute("id") == id)
    assert(found.length == 1, s"$id: ${found.length}")
    found.head
  }

  /** The cells of the body of the table with a caption, by row. */
  def table(caption: String): Seq[Seq[String]] = {
    val found = elements("table").filter(Html.elements(_, "caption").exists(_.getTextContent == caption))
    assert(found.length == 1, caption)
    Html.elements(Html.elements(found.head, "tbody").head, "tr").map { row =>
      val cells = row.getChildNodes
      Seq.tabulate(cells.getLength)(cells.item).collect { case cell: Element => cell.getTextContent }
    }
  }
}

object Html {
  def elements(parent: Element, name: String): Seq[Element] = {
    val found = parent.getElementsByTagName(name)
    Seq.tabulate(found.getLength)(i => found.item(i).asInstanceOf[Element])
  }
}
