package dev.mnistscorer.report.page

import java.nio.file.{Files, Path}

import scala.jdk.CollectionConverters._

import dev.mnistscorer.{Idx, ScoringTest}

/** The page in a real browser, where there is one. */
class BrowserSuite extends ScoringTest {
  private lazy val chromium =
    Seq("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").find(p => Files.exists(Path.of(p)))

  /**
   * Lists what is wrong on a page in a frame: what extends beyond it, text that is cut off or has too little contrast, and
   * requests.
   */
  private val probe =
    """function wrong(frame) {
      |  const found = [], page = frame.contentDocument, view = frame.contentWindow, width = frame.clientWidth;
      |  const name = e => e.tagName + '.' + e.getAttribute('class') + ' ' + e.textContent.trim().slice(0, 30);
      |  if (page.documentElement.scrollWidth > width) found.push('scrolls to ' + page.documentElement.scrollWidth);
      |  const colour = text => (text.match(/[\d.]+/g) || []).map(Number);
      |  const over = (top, under) => {
      |    const a = top.length > 3 ? top[3] : 1;
      |    return [0, 1, 2].map(i => a * top[i] + (1 - a) * under[i]);
      |  };
      |  const light = c => c.map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
      |    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
      |  const ground = e => e ? over(colour(view.getComputedStyle(e).backgroundColor), ground(e.parentElement)) : [255, 255, 255];
      |  for (const e of page.querySelectorAll('main *')) {
      |    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
      |    const box = e.getBoundingClientRect(), style = view.getComputedStyle(e);
      |    if (!own || !box.width) continue;
      |    if (!e.closest('.scroll') && (box.left < 0 || box.right > width + .5)) found.push('beyond: ' + name(e));
      |    if (style.overflowX !== 'visible' && !e.matches('.scroll') && e.scrollWidth > e.clientWidth + 1)
      |      found.push('cut off: ' + name(e));
      |    if (e.closest('svg')) continue;
      |    const a = light(over(colour(style.color), ground(e))), b = light(ground(e));
      |    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
      |    if (ratio < 4.5) found.push('contrast ' + ratio.toFixed(2) + ': ' + name(e));
      |  }
      |  for (const r of view.performance.getEntriesByType('resource')) found.push('requests ' + r.name.slice(0, 50));
      |  return found;
      |}
      |addEventListener('load', () => {
      |  const found = [...document.querySelectorAll('iframe')].flatMap(f => wrong(f).map(w => f.id + ': ' + w));
      |  document.title = 'found ' + found.length + ' ' + found.slice(0, 8).join(' | ');
      |});""".stripMargin

  private def open(directory: Path, pages: Seq[Path], dark: Boolean): String = {
    val frames =
      for ((page, i) <- pages.zipWithIndex; width <- Seq(1280, 400))
        yield s"<iframe id='$i at $width' src='file://$page' style='width:${width}px;height:900px;border:0'></iframe>"
    val file = directory.resolve("frames.html")
    Files.writeString(file, s"<!DOCTYPE html><title>?</title><body>${frames.mkString}<script>$probe</script></body>")
    val arguments = Seq(
      chromium.get,
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--allow-file-access-from-files",
      "--enable-logging=stderr",
      s"--blink-settings=preferredColorScheme=${if (dark) 0 else 1}",
      s"--user-data-dir=$directory/profile",
      "--window-size=1400,900",
      "--virtual-time-budget=5000",
      "--dump-dom",
      s"file://$file"
    )
    val log = directory.resolve("log")
    val process = new ProcessBuilder(arguments.asJava).redirectError(log.toFile).start()
    val dom = new String(process.getInputStream.readAllBytes(), "UTF-8")
    assert(process.waitFor() == 0)
    val console = Files.readString(log).linesIterator.filter(_.contains("CONSOLE")).toSeq
    assert(console.isEmpty, console)
    "<title>([^<]*)</title>".r.findFirstMatchIn(dom).get.group(1)
  }

  test("nothing is cut off, too wide, too faint or requested, on a desktop and on a phone, in light and in dark") {
    assume(chromium.isDefined, "there is no Chromium on this machine")
    withData { directory =>
      Idx.write(directory.resolve("data"), 40, "b")
      val gates = Seq("--min-accuracy=0.95", "--min-recall=0")
      assert(score(directory, gates: _*).status == 4)
      Files.delete(directory.resolve("data/a-labels-idx1-ubyte"))
      Files.delete(directory.resolve("data/b-labels-idx1-ubyte"))
      done(score(directory, s"--report=$directory/unlabelled", "--run-id=y"))
      done(main("--input=sample:1000", s"--report=$directory/reference"))
      val challenger =
        Seq("--challenger-activation=sigmoid", "--challenger-scale=1/255", s"--challenger=$directory/weights.pkl")
      val compared = challenger :+ s"--reference=$directory/reference"
      done(main("--input=sample:2000:hard" +: s"--report=$directory/sample" +: compared: _*))
      val pages = Seq("report", "unlabelled", "sample").map(name => directory.resolve(s"$name/report.html"))
      for (dark <- Seq(false, true)) assert(open(directory, pages, dark) == "found 0 ", s"dark: $dark")
    }
  }
}
