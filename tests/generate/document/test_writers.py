"""The writers: golden Markdown, well-formed HTML without a network, JSON that says it all, and text that stays text."""

import html as escaping
import json
import os
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from blueprint_ls.generate.document.formats import is_rendered, render
from blueprint_ls.generate.document.html import html
from blueprint_ls.generate.document.markdown import markdown
from generate.document.examples import NAMES, document_of, example, judged
from support import workspace_of

MAIN = 'blueprint "acme-crm" {\n  language = 1\n  summary = "A CRM"\n}\n'
GOLDEN = Path(__file__).parent / "golden"
VOID = frozenset({"meta", "br", "img", "link", "wbr", "hr", "input"})
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "](javascript:alert(1)) [click](javascript:alert(2))",
    "| a | b |\\n|---|---|",
    "# heading",
    "{{ 7*7 }} {% raw %} {# x #}",
    '#eval(1) #import \\"x\\" $x$ @ref <label>',
    "a\u2028b\u2029c\u0085d\u202ee",
    "`tick` ``two`` ```three```",
    "&lt;b&gt; &amp;copy; :smile:",
    "\x1a0\x1a",
    "</code></pre></details></section>",
    "***bold*** _it_ ~~gone~~ \\\\",
)


class Page(HTMLParser):
    """The elements of a page, checked to close in their order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        """Take an element's beginning."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Take an element's end."""
        assert self.open.pop() == tag

    def all(self, name: str) -> list[dict[str, str | None]]:
        """The attributes of every element of a name."""
        return [attributes for tag, attributes in self.elements if tag == name]


def hostile(text: str) -> str:
    """A blueprint that says a hostile text wherever text may stand."""
    said = json.dumps(text.replace('\\"', '"').replace("\\n", "\n"), ensure_ascii=False).replace("${", "$${")
    said = said.replace("%{", "%%{").replace("\\u001a", "\x1a")
    return f"""blueprint "acme-crm" {{
  language = 1
  summary = {said}
}}
overview {{
  goal {said} {{
    success = {said}
  }}
  team {{ knows = [{said}] }}
}}
diagram {{
  ascii = {said}
}}
data {{
  decision orm {{
    choose = prisma
    because = {said}
  }}
}}
deployment {{
  variable LOG_LEVEL {{
    description = {said}
    example = {said}
  }}
}}
getting_started {{
  step install {{ run = {said} }}
}}
"""


@pytest.mark.parametrize("name", ["acme-crm", "small-product"])
def test_the_markdown_of_an_example_is_the_one_that_was_read(name):
    golden = GOLDEN / f"{name}.md"
    found = markdown(example(name))
    if os.environ.get("BLUEPRINT_GOLDEN") == "write":
        golden.write_text(found, "utf-8")

    assert found == golden.read_text("utf-8"), "read the difference, then write it with BLUEPRINT_GOLDEN=write"


@pytest.mark.parametrize("name", NAMES)
def test_markdown_has_the_fifteen_headings_and_tables_of_one_width(name):
    lines = markdown(example(name)).split("\n")

    headings = [line for line in lines if re.match(r"## \d", line)]
    assert [heading.split(".")[0] for heading in headings] == [f"## {number}" for number in range(15)]
    width = 0
    for line in _outside_fences(lines):
        bars = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert bars == 0 or width in (0, bars), line
        width = bars


@pytest.mark.parametrize("name", NAMES)
def test_links_within_markdown_lead_to_headings_or_anchors(name):
    text = markdown(example(name))
    slugs = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in re.findall(r"^## (.+)$", text, re.M)}
    anchors = set(re.findall(r'<a id="([^"]+)"></a>', text))

    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= slugs | anchors


@pytest.mark.parametrize("name", NAMES)
def test_html_closes_what_it_opens_and_asks_nothing_of_a_network(name):
    page = Page(html(example(name)))

    assert page.all("link") == []
    assert all("src" not in script for script in page.all("script"))
    assert all(str(image["src"]).startswith("data:") for image in page.all("img"))
    assert "default-src 'none'" in str([meta.get("content") for meta in page.all("meta")])


@pytest.mark.parametrize("name", NAMES)
def test_links_within_html_lead_to_one_place_each(name):
    page = Page(html(example(name)))
    ids = [str(attributes["id"]) for _, attributes in page.elements if "id" in attributes]

    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in page.all("a") if str(link["href"]).startswith("#")} <= set(ids)


def test_html_has_one_title_and_headings_without_leaps():
    page = Page(html(example("acme-crm")))
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_preview_finds_the_line_that_an_element_shows():
    text = (
        MAIN
        + """overview {
  scale {
    tenants = 12
  }
  goal "fast" {
    success = "Lists within 500 ms"
  }
}
data {
  entity "Deal" {
    field "title" { type = string(80) }
  }
  decision orm {
    choose  = prisma
    because = "Typed queries"
  }
}
"""
    )
    page = html(document_of(text), sources=True)

    lines = text.split("\n")
    for words in ("overview {", "tenants = 12", 'goal "fast"', "data {", 'entity "Deal"', 'field "title"', "because ="):
        line = next(at for at, found in enumerate(lines) if words in found)
        assert f'data-path="main.blueprint" data-line="{line}"' in page, words
    Page(page)
    assert "data-line" not in html(document_of(text))


def test_a_preview_is_led_to_the_base_for_what_the_base_says():
    page = html(example("standards/billing"), sources=True)

    assert 'data-path="../base/' in page
    assert 'data-path="main.blueprint"' in page


@pytest.mark.parametrize("name", NAMES)
def test_json_has_every_section_and_everything_stated(name):
    case, verdict = judged(name)
    found = json.loads(render(case, verdict, "json"))

    assert found["version"] == 1
    assert [section["number"] for section in found["sections"]] == list(range(15))
    stated = {section["name"]: section for section in found["sections"]}
    for block in case.blueprint.walk():
        if block.parent and block.parent.name in stated and block.name != "remove":
            inside = stated[block.parent.name]["blocks"]
            assert any((one["block"], one["label"]) == (block.name, block.label) for one in inside), block.path


def test_json_holds_the_estimate_against_the_bill():
    found = json.loads(render(*judged("event-ingestion"), "json"))["estimate"]

    beside = found["beside_the_bill"]
    assert sum(row["estimated"] for row in beside) == found["total"]
    assert {"components": ["ClickHouse"], "lines": [], "stated": 2010, "estimated": 0} in beside


def test_json_keeps_types():
    found = json.loads(render(*judged("acme-crm"), "json"))

    overview = found["sections"][0]["blocks"]
    cost = next(block for block in overview if block["block"] == "cost")
    assert cost["attributes"]["total"] == {"amount": 4480, "currency": "USD"}
    assert cost["blocks"][0]["attributes"]["pays_for"] == ["decision.orchestrator"]
    assert {item["status"] for item in found["readiness"]} == {"met"}
    assert found["estimate"]["total"] == sum(line["monthly"] for line in found["estimate"]["lines"])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_element_to_html(text):
    sandbox = workspace_of(hostile(text))
    calm = workspace_of(hostile("quiet words"))
    page = Page(render(sandbox.case, sandbox.verdict, "html").decode())
    quiet = Page(render(calm.case, calm.verdict, "html").decode())

    told = [tag for tag, _ in page.elements if tag in ("script", "img", "b", "a", "iframe", "style")]
    assert told == [tag for tag, _ in quiet.elements if tag in ("script", "img", "b", "a", "iframe", "style")]
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_no_markup_in_markdown(text):
    found = markdown(document_of(hostile(text)))
    outside = "\n".join(_outside_fences(found.split("\n")))

    assert not re.search(r"(?<!\\)<(?!/?details>|/?summary>|a id=|/a>|br>|!-- Rendered)", _without_code(outside))
    assert not re.search(r"(?<!\\)\]\(javascript", _without_code(outside))
    assert not re.search("[\x00-\x08\x0b-\x1f\x85\u2028\u2029\u202e]", found)


@pytest.mark.parametrize("format", ["md", "html", "json"])
@pytest.mark.parametrize("text", HOSTILE)
def test_what_hostile_text_says_is_kept(text, format):
    sandbox = workspace_of(hostile(text))
    found = escaping.unescape(render(sandbox.case, sandbox.verdict, format).decode())

    word = max(re.findall(r"[a-z]{3,}", text), key=len, default="")
    assert word in found


def _outside_fences(lines: list[str]) -> list[str]:
    """The lines that are not in a fenced block."""
    kept, fence = [], ""
    for line in lines:
        mark = re.match(r"(`{3,})", line)
        if fence:
            fence = "" if mark and line == fence else fence
        elif mark:
            fence = mark[1]
        else:
            kept.append(line)
    return kept


def _without_code(text: str) -> str:
    return re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", text)


@pytest.mark.parametrize("format", ["md", "html", "json"])
def test_a_document_is_known_again_and_a_foreign_file_is_not(format):
    assert is_rendered(render(*judged("small-product"), format), format)
    assert not is_rendered(b"# My own notes\n", format)


def test_hostile_text_is_no_program_of_the_pdf():
    made = render(*_hostile_case("\n".join(HOSTILE)), "pdf")

    assert made.startswith(b"%PDF-")


def _hostile_case(text: str):
    sandbox = workspace_of(hostile(text))
    return sandbox.case, sandbox.verdict


def test_messages_show_names_of_code_as_such():
    found = markdown(
        document_of('blueprint "acme-crm" {\n  language = 1\n  summary = "A CRM"\n}\ndata {\n  tenancy {}\n}\n')
    )

    assert "- `data` lacks the block `schema`: " in found
    assert "**Not stated.** The blueprint has no such section yet." in found
