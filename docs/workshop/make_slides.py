"""Makes slides.pdf of slides.md, in English and French: `python docs/workshop/make_slides.py`.

Slides are Markdown, apart by `---`. Chromium prints them; nothing is fetched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import markdown

HERE = Path(__file__).parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
STYLE = """
@page { size: 320mm 180mm; margin: 0 }
* { box-sizing: border-box }
body { margin: 0; width: 320mm; font-family: "DejaVu Sans", Arial, sans-serif; color: #1d2733 }
section { position: relative; width: 320mm; height: 180mm; padding: 16mm 20mm 14mm;
  overflow: hidden; page-break-after: always; border-top: 3mm solid #2f9fd8;
  font-size: 25pt; line-height: 1.4 }
section:last-child { page-break-after: avoid }
section:first-child { padding-top: 52mm; border-top-width: 12mm }
h1 { font-size: 33pt; line-height: 1.15; margin: 0 0 9mm; color: #1f4e79 }
section:first-child h1 { font-size: 44pt }
p, ul, ol, table { margin: 0 0 5mm }
li { margin-bottom: 4mm }
em { color: #64707d }
blockquote { margin: 4mm 0 6mm; padding: 3mm 8mm; background: #faf4ea;
  border-left: 2mm solid #d98a1c }
blockquote p { margin: 0 }
.pictured p:has(img) { position: absolute; right: 14mm; top: 40mm; width: 172mm; margin: 0 }
.pictured ul { width: 106mm; font-size: 0.82em; padding-left: 8mm }
img { max-width: 172mm; max-height: 118mm; display: block; margin-left: auto }
table { border-collapse: collapse }
td, th { padding: 3mm 10mm 3mm 0; border-bottom: .3mm solid #c9cfd6; text-align: left }
footer { position: absolute; right: 14mm; bottom: 6mm; font-size: 11pt; color: #64707d }
"""
FIT = """
for (const slide of document.querySelectorAll("section"))
  for (let size = 25; size > 12 && slide.scrollHeight > slide.clientHeight; size -= 0.5)
    slide.style.fontSize = `${size}pt`;
"""  # a full slide has smaller letters


def slides(text: str) -> list[str]:
    """The slides of a text, each as HTML."""
    parts = [part.strip() for part in text.split("\n---\n")]
    return [markdown.markdown(part, extensions=["tables"]) for part in parts]


def document(source: Path) -> str:
    """All slides as one page of HTML that finds its pictures beside the source."""
    made = []
    for number, slide in enumerate(slides(source.read_text(encoding="utf-8")), start=1):
        kind = " class=pictured" if "<img" in slide else ""
        made.append(f"<section{kind}>{slide}<footer>Bluehelm · {number}</footer></section>")
    head = f'<meta charset="utf-8"><base href="{source.resolve().as_uri()}">'
    body = "".join(made)
    begin = f"<!doctype html><html><head>{head}<style>{STYLE}</style></head>"
    return f"{begin}<body>{body}<script>addEventListener('load', () => {{{FIT}}})</script>"


def write(source: Path) -> Path:
    """Print a source to the PDF beside it. Raises OSError where there is no Chromium."""
    program = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if program is None:
        raise OSError(f"none of {', '.join(CHROMIUM)} is installed; one of them prints the slides")
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder) / "slides.html", Path(folder) / "slides.pdf"
        page.write_text(document(source), encoding="utf-8")
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        subprocess.run(
            [program, *options, f"--print-to-pdf={pdf}", page.as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return Path(shutil.copy(pdf, source.with_suffix(".pdf")))


if __name__ == "__main__":
    try:
        for folder in (HERE, HERE / "fr"):
            print(write(folder / "slides.md"))
    except OSError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
