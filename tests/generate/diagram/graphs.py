"""Graphs for the tests of all formats: random ones, and one with every kind of hostile text."""

from hypothesis import strategies as st

from blueprint_ls.generate.diagram import Edge, Graph, Node
from blueprint_ls.judge.diagram.graph import graph

HOSTILE = (
    '<script>alert("x")</script>',
    "</svg><img src=x onerror=alert(1)>",
    "${file('/etc/passwd')} %{ if true } {{ 7 * 7 }}",
    'quote " and \\" and \\N and \\\\',
    "two\nlines\r\nand\ttabs",
    "`code` *bold* _it_ [link](javascript:alert(1))",
    "+--+ | v ^ --> [1]",
    "%%{init: {'theme': 'x'}}%%",
    "\u202egnirts desrever\u200b\x1b[31m",
    "a, b -- c --> d",
    "&lt;b&gt; &amp; &#60;",
)
TEXTS = st.one_of(
    st.sampled_from(
        ["api", "postgres", "v", "^", "重い仕事", "👩\u200d👩\u200d👧 family", "🇩🇪", "e\u0301", "[1]", "x [2]", ""]
    ),
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec="utf-8"), max_size=12),
    st.text(st.sampled_from("ab -|+v^<>[],1.é漢🙂"), max_size=40),
)


def hostile() -> Graph:
    """A graph whose every text is hostile."""
    nodes = [Node(f"store.{text}", text, text, text) for text in HOSTILE]
    pairs = zip(nodes, nodes[1:] + nodes[:1], strict=True)
    return graph(HOSTILE[0], nodes, [Edge(one.id, other.id, other.name) for one, other in pairs], HOSTILE)


@st.composite
def graphs(draw: st.DrawFn, most: int = 12, texts: st.SearchStrategy[str] = TEXTS) -> Graph:
    """Any graph: circles, arrows of a box to itself, parallel arrows, boxes that nothing is joined to."""
    count = draw(st.integers(0, most))
    bands = draw(st.integers(1, 4))
    nodes = [Node(f"n{at}", draw(texts), draw(texts), f"band {at * bands // count}") for at in range(count)]
    ends = st.integers(0, count - 1) if count else st.nothing()
    arrow = st.tuples(ends, ends, texts, st.booleans())
    edges = draw(st.lists(arrow, max_size=count * 3)) if count else []
    return graph("title", nodes, [Edge(f"n{one}", f"n{other}", *rest) for one, other, *rest in edges])
