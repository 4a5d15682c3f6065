"""The pages that the benchmark of the view opens: stock pyvis's and the view's, of one graph."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graph.tables import Tables

__all__ = ["generated", "written"]

_ALL = "alutsista.state().shown = 1e9; alutsista.update('all', { refit: true, force: true })"


def generated(size: int) -> Tables:
    """Tables of a Barabási-Albert graph: one sentence an edge, an article for four edges."""
    import networkx as nx

    from extract.records import Article, Entity, Extraction, Mention, Relation
    from graph.tables import build_tables

    network = nx.barabasi_albert_graph(size, 3, seed=1)
    kinds = ("COUNTRY", "PERSON")
    ids = [f"{kinds[i % 2].lower()}:{i}" for i in network]
    articles = [
        Article(f"a{i}", f"a{i}", "", title=f"Berita {i}", publisher="Kantor Berita",
                published=f"{2015 + i % 10}-{i % 12 + 1:02}-{i % 28 + 1:02}")
        for i in range(network.number_of_edges() // 4 + 1)
    ]  # fmt: skip
    relations = [
        Relation(articles[n // 4].article_id, n, 0, 99, ("COOPERATE", "CONSULT", "ACCUSE")[n % 3],
                 ids[a], ids[b], None, None, ("asserted", "planned")[n % 5 == 0], None, 10, 20, "",
                 0.8, f"Dalam kalimat {n} negara {a} disebut bersama negara {b} oleh berita itu.")
        for n, (a, b) in enumerate(network.edges)
    ]  # fmt: skip
    mentions = [
        Mention("a0", 0, 0, 1, f"Negara {i}", kinds[i % 2], "name", ids[i], 1.0) for i in network
    ]
    entities = [Entity(ids[i], kinds[i % 2], f"Negara {i}") for i in network]
    return build_tables(Extraction(articles, mentions, relations, entities))


def written(tables: Tables, folder: Path) -> list[tuple[str, Path, str]]:
    """Write every page; name, file and what to run in it before it is dragged."""
    from graph.view import render

    ours = render(tables)
    places = json.loads(ours.partition('id="data">')[2].partition("</script>")[0])["nodes"]
    where = dict(zip(places["id"], zip(places["x"], places["y"], strict=True), strict=True))
    written = {
        "stock pyvis": _stock(tables, None),
        "pyvis, positions given": _stock(tables, where),
        "view": ours,
    }
    paths = {name: folder / f"{number}.html" for number, name in enumerate(written)}
    for name, path in paths.items():
        path.write_text(written[name], encoding="utf-8")
    found = [(name, path, "") for name, path in paths.items()]
    return [*found, ("view, all shown", paths["view"], _ALL)]


def _stock(tables: Tables, where: dict[str, Any] | None) -> str:
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    network.nodes = [
        {"id": i, "label": label, "shape": "dot", "title": label,
         **({"x": where[i][0], "y": where[i][1]} if where else {})}
        for i, label in zip(tables.nodes["entity_id"], tables.nodes["label"], strict=True)
    ]  # fmt: skip
    columns = (tables.edges[c] for c in ("source", "target", "evidence"))
    network.edges = [
        {"from": a, "to": b, "title": text, "arrows": "to"}
        for a, b, text in zip(*columns, strict=True)
    ]
    if where:
        network.toggle_physics(False)
    return str(network.generate_html(notebook=False))
