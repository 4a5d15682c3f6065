"""The components as a spaCy user meets them: by name, in any pipeline, to disk and back."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, DocBin

from extract.attributes import PipelineError
from extract.pipeline import COMPONENTS
from extract.records import Relation

ROOT = Path(__file__).parents[1]
TEXTS = [
    "Presiden Turki Recep Tayyip Erdogan akan membeli sistem rudal S-400 dari Rusia.",
    "",
    "Kemarin Ankara menyerang Suriah.\nPresiden Turki itu lalu pergi, kata Zorvax.",
    *((path.read_text("utf-8")) for path in sorted((ROOT / "seeds").glob("*.txt"))),
]


def found_in(doc):
    """All that a user reads off a document."""
    spans = {
        key: [(s.start, s.end, s.label_, s.id_, s.kb_id_, s._.confidence) for s in group]
        for key, group in doc.spans.items()
    }
    return spans, doc._.relations, doc._.published, doc.user_data.get("weapon_categories")


@pytest.fixture(scope="module")
def one_by_one(nlp):
    return [found_in(nlp(text)) for text in TEXTS]


def test_many_texts_give_what_each_gives(nlp, one_by_one):
    assert [found_in(doc) for doc in nlp.pipe(TEXTS, batch_size=3)] == one_by_one
    assert sum(len(relations) for _, relations, *_ in one_by_one) > 100


def test_documents_outlive_bytes(nlp, one_by_one):
    docs = list(nlp.pipe(TEXTS))
    again = [Doc(nlp.vocab).from_bytes(doc.to_bytes()) for doc in docs]
    assert [found_in(doc) for doc in again] == one_by_one
    stored = DocBin(docs=docs, store_user_data=True).to_bytes()
    fresh = spacy.blank("xx").vocab
    assert [found_in(doc) for doc in DocBin().from_bytes(stored).get_docs(fresh)] == one_by_one


def test_relations_are_added_whole_and_never_lost(nlp):
    doc = nlp("Turki menyerang Suriah.")
    (one,) = doc._.relations
    assert isinstance(one, Relation)
    with pytest.raises(AttributeError):
        doc._.relations.append(one)
    doc._.relations += (one,)
    assert doc._.relations == (one, one)


def test_nothing_is_missing_in_the_whole_pipeline(nlp):
    analysis = nlp.analyze_pipes(keys=["requires", "assigns"])
    assert list(analysis["problems"]) == list(COMPONENTS)
    assert not any(analysis["problems"].values())
    assert analysis["attrs"]["doc._.relations"]["requires"]
    assert analysis["attrs"]["span._.confidence"]["assigns"]


@pytest.mark.parametrize("name", COMPONENTS[1:])
def test_a_component_alone_says_what_to_add(name):
    nlp = spacy.blank("alutsista")
    nlp.add_pipe(name)
    with pytest.raises(PipelineError, match=name) as caught:
        nlp("Turki membeli rudal.")
    for added, before in re.findall(r'nlp\.add_pipe\("(\w+)", before="(\w+)"\)', str(caught.value)):
        nlp.add_pipe(added, before=before)
    assert nlp.pipe_names[-1] == name
    assert nlp.pipe_names == sorted(nlp.pipe_names, key=COMPONENTS.index)
    nlp("Turki membeli rudal.")
    assert not any(nlp.analyze_pipes(keys=["requires"])["problems"].values())


def test_a_language_of_spacys_own_does_as_well(nlp):
    other = spacy.blank("xx")
    for name in COMPONENTS:
        other.add_pipe(name)
    for text in (TEXTS[0], TEXTS[2]):
        ours, theirs = nlp(text), other(text)
        ids = [[(s.text, s.kb_id_) for s in doc.spans["mentions"]] for doc in (ours, theirs)]
        assert ids[0] == ids[1] != []
        stated = [
            {(r.source_id, r.relation, r.target_id) for r in d._.relations} for d in (ours, theirs)
        ]
        assert stated[0] == stated[1] != set()


def test_the_vectors_of_a_pipeline_stay_its_own():
    nlp = spacy.blank("xx")
    nlp.vocab.set_vector("rudal", np.ones(5, dtype="float32"))
    for name in ("sentences", "content", "countries", "names"):
        nlp.add_pipe(f"alutsista_{name}")
    doc = nlp("Menhan Inggris Joni Prakosa meninjau rudal.")
    assert [s.text for s in doc.spans["names"]] == ["Joni Prakosa"]
    assert nlp.vocab.vectors.shape[1] == 5 and doc[5].vector.tolist() == [1] * 5


ELSEWHERE = """
import sys, spacy
if __name__ == "__main__":
    texts = ["Turki menyerang Suriah.", "Iran membeli Su-35 dari Rusia."]
    nlp = spacy.blank("xx")
    for name in ("sentences", "content", "countries", "weapons"):
        nlp.add_pipe(f"alutsista_{name}")
    docs = list(nlp.pipe(texts))
    print([span.kb_id_ for doc in docs for span in doc.spans["weapons"]])
    nlp = spacy.load(sys.argv[1])
    print(nlp.max_length, [len(doc._.relations) for doc in nlp.pipe(texts)])
    if len(sys.argv) > 2:
        import multiprocessing
        multiprocessing.set_start_method(sys.argv[2])
        print([len(doc._.relations) for doc in nlp.pipe(texts, n_process=2, batch_size=1)])
"""


@pytest.mark.parametrize(
    "how", [None, *(pytest.param(h, marks=pytest.mark.slow) for h in ("spawn", "fork"))]
)
def test_a_process_that_never_imports_us(nlp, tmp_path, how):
    """The entry points of the installed package are all that it knows of."""
    nlp.to_disk(tmp_path / "pipeline")
    script = tmp_path / "elsewhere.py"
    script.write_text(ELSEWHERE, "utf-8")
    command = [sys.executable, script, tmp_path / "pipeline", *([how] if how else [])]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    counts = [
        len(nlp(text)._.relations)
        for text in ("Turki menyerang Suriah.", "Iran membeli Su-35 dari Rusia.")
    ]
    lines = done.stdout.splitlines()
    assert lines[0] == "['weapon:Su-35']"
    assert lines[1] == f"{nlp.max_length} {counts}"
    assert lines[2:] == ([str(counts)] if how else [])
