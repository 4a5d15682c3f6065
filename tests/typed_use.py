"""A user's program: ``mypy --strict`` finds the types that it is written for."""

from __future__ import annotations

from pathlib import Path
from typing import assert_type

import pandas as pd
from spacy.language import Language
from spacy.tokens import Doc

import extract
import graph
from extract import Article, Columns, Extraction, Problem


def read(source: Path, nlp: Language) -> Extraction:
    """Fail on the first problem."""
    articles: list[Article] = []
    for item in extract.read_articles([source], Columns(text="isi")):
        if isinstance(item, Problem):
            raise ValueError(f"{item.source}: {item.problem}")
        articles.append(item)
    return extract.run(articles, nlp, lang="en")


def suppliers(source: Path) -> list[str]:
    """Who supplies weapons, by the edges and by the relations."""
    nlp = assert_type(extract.load(), Language)
    assert_type(nlp("Turki membeli rudal."), Doc)
    found = read(source, nlp)
    keep = graph.Narrowing(relations=["SUPPLIES"])
    edges = assert_type(graph.to_edges(found, level="entity", keep=keep), pd.DataFrame)
    named = {one.source_id for one in found.relations if one.relation == "SUPPLIES"}
    return sorted(named & set(edges["source"]))


def view(folder: Path) -> Path:
    """The view of an earlier run, and its network."""
    try:
        tables = assert_type(graph.read_tables(folder), graph.Tables)
    except graph.StoredError as error:
        raise SystemExit(str(error)) from error
    nodes = assert_type(graph.to_nodes(tables), pd.DataFrame)
    network = graph.to_networkx(tables)
    assert network.number_of_nodes() == len(nodes) == len(graph.to_networkx(nodes, tables.edges))
    return graph.show(tables, title="Turki").save(folder / "view.html")
