"""The document as people see it: axe-core and three widths in a real Chromium, print, and the pages of the PDF.

`make test-document` runs these: BLUEPRINT_AXE names npm's `axe.min.js`; Chromium and poppler's tools are Debian's.
What was seen is left in `build/document/`, to be looked at.
"""

import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

from blueprint_ls.generate.document.html import html
from blueprint_ls.generate.document.pdf import pdf
from generate.document.examples import example

AXE = os.environ.get("BLUEPRINT_AXE", "")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
SEEN = Path(__file__).parents[3] / "build" / "document"
SCHEMES = {"light": "1", "dark": "0"}
WIDTHS = {"phone": 500, "tablet": 900, "desktop": 1440}

pytestmark = [
    pytest.mark.skipif(not AXE, reason="BLUEPRINT_AXE does not name axe.min.js"),
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
]


def chromium(folder: Path, page: str, *options: str) -> str:
    """What Chromium prints about a page."""
    file = folder / "page.html"
    file.write_text(page, "utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    command += [f"--user-data-dir={folder}/profile", *options, file.as_uri()]
    return subprocess.run(command, capture_output=True, check=True, timeout=240).stdout.decode()


def told(folder: Path, page: str, script: str, *options: str) -> object:
    """What a script says of a page, as JSON."""
    free = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    answer = f"Promise.resolve({script}).then(said => document.body.dataset.said = JSON.stringify(said))"
    free = free.replace("</body>", f"<script>{answer}</script></body>")
    shown = chromium(folder, free, "--dump-dom", "--virtual-time-budget=60000", *options)
    return json.loads(unescape(re.search(r'data-said="([^"]*)"', shown)[1]))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["small-product", "standards/base"])
def test_axe_reports_nothing(tmp_path, name, scheme):
    axe = Path(AXE).read_text("utf-8")
    page = html(example(name)).replace("</head>", f"<script>{axe}</script></head>")
    script = "axe.run().then(found => found.violations.map(one => [one.id, one.nodes[0].html]))"

    assert told(tmp_path, page, script, f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}") == []


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_is_no_wider_than_the_screen(tmp_path, width):
    size = f"--window-size={WIDTHS[width]},1000"
    page = html(example("acme-crm"))

    wide, screen = told(tmp_path, page, "[document.documentElement.scrollWidth, innerWidth]", size)

    SEEN.mkdir(parents=True, exist_ok=True)
    tall = f"--window-size={WIDTHS[width]},3000"
    chromium(tmp_path, page, tall, f"--screenshot={SEEN / f'{width}.png'}")
    assert wide <= screen


def test_the_contents_show_where_the_reader_is(tmp_path):
    page = html(example("small-product"))
    shown = "document.querySelector('nav [aria-current]').textContent.trim().split(' ').pop()"
    scroll = "scrollTo({ top: document.getElementById('section-data').offsetTop, behavior: 'instant' })"
    script = f"[{shown}, ({scroll}, dispatchEvent(new Event('scroll')), {shown})]"

    assert told(tmp_path, page, script, "--window-size=1440,900") == ["Overview", "Data"]


def test_print_has_every_section_and_nothing_folded(tmp_path):
    SEEN.mkdir(parents=True, exist_ok=True)
    printed = SEEN / "print.pdf"
    chromium(tmp_path, html(example("small-product")), f"--print-to-pdf={printed}", "--no-pdf-header-footer")

    text = subprocess.run(["pdftotext", "-layout", printed, "-"], capture_output=True, check=True).stdout.decode()
    places = [text.index(f"\f{part.heading}\n") for part in example("small-product").parts]
    assert places == sorted(places)
    assert "Can it use the cache's Redis?" in text


def test_the_pdf_has_bookmarks_and_numbered_pages():
    SEEN.mkdir(parents=True, exist_ok=True)
    for old in SEEN.glob("page-*.png"):
        old.unlink()
    made = SEEN / "typeset.pdf"
    made.write_bytes(pdf(example("small-product")))

    subprocess.run(["pdftoppm", "-r", "60", "-png", made, SEEN / "page"], check=True)
    text = subprocess.run(["pdftotext", "-layout", made, "-"], capture_output=True, check=True).stdout.decode()
    pages = len(list(SEEN.glob("page-*.png")))
    assert f"{pages - 1} of {pages - 1}" in text
    assert b"/Outlines" in made.read_bytes()
    for section in example("small-product").parts:
        assert section.heading in text
