"""No feature raises, whatever is half typed, and every span it names lies in the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from blueprint_ls.editor import (
    completion,
    folding,
    formatting,
    hover,
    inlays,
    lenses,
    links,
    navigation,
    rename,
    selection,
    symbols,
    tokens,
)
from blueprint_ls.judge.registry import Case
from blueprint_ls.knowledge.load import load
from blueprint_ls.language.layers import Layers
from blueprint_ls.language.model import Blueprint, Document
from blueprint_ls.syntax import Span, Text, parse
from editor.test_tokens import check_order

SAMPLE = """\
# Größe https://example.com/ü
blueprint "acme-crm" {
  language = 1
  extends  = ["../standards/saas"]

  rules {
    wrong-type { severity = error }
  }
}

modules {
  module größe {
    responsibility = "Sign-in “and” more"
    owns           = [User]
    depends_on     = [module.sales, größe]
    path           = "apps/api"
  }
  remove "module.audit" {
    because = "ü"
  }
}

api {
  endpoint "POST /users/{id}" {
    module  = module["größe"]
    success = 200 # blueprint-ignore wrong-type: ü
    assumed = true
  }
}

data {
  decision orm {
    choose  = prisma
    over    = [drizzle, knex]
    because = <<-END
      Größer
        als gedacht
    END
    status  = superseded
  }

  tenancy {
    key = tenantId
    owned Chat { by = Flow }
  }

  /* zwei
     Zeilen */
  entity User {
    primary_key = [id]

    field id {
      type = list(ref(User))
      lock = true
    }
    index x {
      fields = [id, email]
    }
  }
}

coding {
  eslint {
    rules = { "no-ü" = error, x = [off, true, null, 1.5] }
  }
}
"""
_PIECES = st.sampled_from(
    [*'{}[]()"#=.,\n $é\r\0', "<<X\n", "/*", "module.", 'endpoint["', "data {\n", "choose = ", "‸"]
)
texts = st.builds(
    lambda start, cut, piece, end: (SAMPLE.encode()[: max(start - cut, 0)] + piece.encode() + SAMPLE.encode()[start:])[
        :end
    ],
    st.integers(0, len(SAMPLE.encode())),
    st.integers(0, 60),
    st.one_of(_PIECES, st.text(max_size=8)),
    st.one_of(st.just(10_000), st.integers(0, len(SAMPLE.encode()))),
)


def case_of(data: bytes) -> tuple[Case, Document]:
    """The blueprint of one file that is on no disk."""
    folder, text, knowledge = Path("/nowhere/acme-crm"), Text(data), load()
    document = Document.of(folder / "main.blueprint", text, parse(text), knowledge.vocabulary)
    blueprint = Blueprint(folder, Layers([[document]], [folder]), knowledge.vocabulary)
    return Case(blueprint, knowledge, date(2026, 11, 22), complete=True), document


@settings(max_examples=60, deadline=None)
@given(texts, st.data())
def test_features_at_a_position(data: bytes, draw: st.DataObject) -> None:
    case, document = case_of(data)
    for _ in range(4):
        offset = boundary(data, draw.draw(st.integers(0, len(data))))
        for offer in completion.complete(case, document, offset):
            check_span(data, offer.replace)
        found = hover.hover(case, document, offset)
        check_span(data, found.span if found else Span(0, 0))
        for find in (navigation.definition, navigation.declaration, navigation.implementation, navigation.references):
            for place in find(case, document, offset):
                check_span(data, place.span)
        for mark in navigation.highlight(case, document, offset):
            check_span(data, mark.span)
        rename.rename(case, document, offset, draw.draw(st.sampled_from(["größe", "x y", "", "User", "GET /x"])))
        grown = selection.selection(document, offset)
        assert grown[-1] == Span(0, len(data))
        for typed in formatting.TRIGGERS:
            formatting.on_type(document, offset, typed)


@settings(max_examples=60, deadline=None)
@given(texts, st.data())
def test_features_of_a_file(data: bytes, draw: st.DataObject) -> None:
    case, document = case_of(data)
    start = draw.draw(st.integers(0, len(data)))
    part = Span(start, draw.draw(st.integers(start, len(data))))
    every = tokens.tokens(document)
    check_order(document.text, every)
    assert set(tokens.tokens(document, part)) <= set(every)
    for fold in folding.folds(document):
        check_span(data, fold.span)
        assert document.text.line_at(fold.span.start) < document.text.line_at(fold.span.end)
    for symbol in symbols.document_symbols(case.knowledge, document):
        check_symbol(data, symbol)
    for named in symbols.workspace_symbols([document], "e"):
        check_span(data, named.span)
    for link in links.links(document):
        check_span(data, link.span)
    assert set(inlays.inlays(case, document, part)) <= set(inlays.inlays(case, document))
    for lens in lenses.lenses(case, document):
        check_span(data, lens.span)
    formatting.whole(document)
    formatting.within(document, part)


def boundary(data: bytes, offset: int) -> int:
    """The nearest offset, going back, that is inside no character: a client can name no other."""
    while 0 < offset < len(data) and data[offset] & 0xC0 == 0x80:
        offset -= 1
    return offset


def check_span(data: bytes, span: Span) -> None:
    """The span lies in the file and cuts no character."""
    assert 0 <= span.start <= span.end <= len(data)
    for offset in span:
        assert offset == len(data) or data[offset] & 0xC0 != 0x80 or is_torn(data)


def is_torn(data: bytes) -> bool:
    """Whether the bytes are no UTF-8, for a cut went through a character."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def check_symbol(data: bytes, symbol: symbols.Symbol) -> None:
    """A symbol's name lies in it, and its children do."""
    check_span(data, symbol.span)
    assert symbol.name.strip()
    assert symbol.span.start <= symbol.selection.start <= symbol.selection.end <= symbol.span.end
    for child in symbol.children:
        assert symbol.span.start <= child.span.start <= child.span.end <= symbol.span.end
        check_symbol(data, child)
