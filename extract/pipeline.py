"""The spaCy pipeline: which components run, in which order.

What the components hand to one another on the ``Doc``:

* ``doc.sents``: sentences (``alutsista_sentences``).
* ``doc.spans["content"]``: the sentences that are the article's own reporting
  (``alutsista_content``). Every later component looks at these alone.
* ``doc.spans["countries"]``, ``["weapons"]``, ``["persons"]``: candidate
  mentions. ``span.label_`` is COUNTRY, WEAPON or PERSON, ``span.id_`` the kind
  (name, metonym, system, class), ``span.kb_id_`` the entity id where the
  component knows it, ``span._.confidence`` 0 to 1.
* ``doc.spans["mentions"]``: the final mentions, in text order, without overlap,
  every one with its entity id (``alutsista_entities``).
* ``doc.spans["open_offices"]``: office phrases whose state is not known, with the
  person's id (``alutsista_offices``).
* ``doc.spans["unnamed_offices"]``: office phrases without a name, with the id of their
  holder in the article or else of the state (``alutsista_holders``).
* ``doc._.relations``: a tuple of :class:`extract.records.Relation` whose offsets
  are characters of ``doc.text``; ``doc._.relations += (relation,)`` adds one
  (``alutsista_offices``, ``alutsista_relations``, ``alutsista_cooccurrence``).
* ``doc._.published``: ISO date of the article, or ``None``; set before the
  pipeline runs.

Everything is spaCy's own or plain values, so that ``nlp.pipe``, ``Doc.to_bytes``,
``DocBin``, ``nlp.to_disk`` and displaCy work as for any pipeline.

Example:
    The mentions, as displaCy draws them:

    >>> from spacy import displacy
    >>> nlp = load()
    >>> doc = nlp("Turki akan membeli sistem rudal S-400 dari Rusia.")
    >>> [(span.text, span.label_, span.kb_id_) for span in doc.spans["mentions"]]
    [('Turki', 'COUNTRY', 'country:TUR'), ('S-400', 'WEAPON', 'weapon:S-400'),
     ('Rusia', 'COUNTRY', 'country:RUS')]
    >>> all(0 <= span._.confidence <= 1 for span in doc.spans["mentions"])
    True
    >>> html = displacy.render(doc, style="span", options={"spans_key": "mentions"}, jupyter=False)
    >>> "S-400" in html
    True

    To bytes and back; importing this module gives every ``Doc`` the attributes:

    >>> from spacy.tokens import DocBin
    >>> stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    >>> (again,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    >>> again._.relations == doc._.relations != ()
    True

    Many texts, the day of each beside it; relations have their sentence by its offsets:

    >>> def dated(text, day):
    ...     doc = nlp.make_doc(text)
    ...     doc._.published = day
    ...     return doc
    >>> texts = [("Kemarin Turki menyerang Suriah.", "2025-06-02"), ("Jakarta cerah.", None)]
    >>> for doc in nlp.pipe(dated(*text) for text in texts):
    ...     for r in doc._.relations:
    ...         print(r.source_id, r.relation, r.target_id, r.date, doc.text[r.start : r.end])
    country:TUR ASSAULT country:SYR 2025-06-01 Kemarin Turki menyerang Suriah.

    In a pipeline of another language the components go by name, here all of them
    but those for persons and relations. The tokenizer of ``spacy.blank("alutsista")`` is
    the one that the trained parts were made with.

    >>> import spacy
    >>> nlp = spacy.blank("xx")
    >>> for name in ("sentences", "content", "countries", "weapons"):
    ...     _ = nlp.add_pipe(f"alutsista_{name}")
    >>> doc = nlp("Ankara membeli rudal S-400.")
    >>> [span.kb_id_ for span in doc.spans["weapons"]]
    ['weapon:S-400']
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from spacy.language import Language

from extract.attributes import PipelineError
from extract.context import PACKAGED
from extract.language import Alutsista

__all__ = ["COMPONENTS", "PipelineError", "load"]

COMPONENTS = (
    "alutsista_sentences",
    "alutsista_content",
    "alutsista_countries",
    "alutsista_names",
    "alutsista_weapons",
    "alutsista_persons",
    "alutsista_entities",
    "alutsista_offices",
    "alutsista_holders",
    "alutsista_relations",
    "alutsista_cooccurrence",
)


def _beside(model: str | None, file: str) -> str:
    """The weights that lie beside a model of names, or the package's own."""
    own = Path(model) / file if model else None
    return str(own) if own is not None and own.is_file() else PACKAGED


_JUDGED = frozenset(("alutsista_countries", "alutsista_persons"))


def load(
    model: str | None = None,
    *,
    labels: Mapping[str, str] | None = None,
    rules_only: bool = False,
) -> Language:
    """Build the pipeline, without any network.

    Example:
        >>> nlp = load()
        >>> doc = nlp("Turki akan membeli sistem rudal S-400 dari Rusia.")
        >>> [(r.relation, r.source_id, r.target_id) for r in doc._.relations][:2]
        [('ACQUIRES', 'country:TUR', 'weapon:S-400'), ('SUPPLIES', 'country:RUS', 'country:TUR')]

    Args:
        model: Name or path of a spaCy pipeline whose names are taken; the one that
            comes with the package if ``None``.
        labels: What its labels mean here: label to ``PERSON`` or ``WEAPON``.
        rules_only: Leave every trained part out.

    Returns:
        A spaCy pipeline. ``nlp(text)`` gives a ``Doc`` with
        ``doc.spans["mentions"]`` and ``doc._.relations``.

    Raises:
        ModelError: ``model`` is no pipeline that recognizes names, or one of ``labels`` means
            neither.
    """
    nlp = Alutsista()
    for name in COMPONENTS:
        if name in _JUDGED:
            nlp.add_pipe(
                name, config={"context": None if rules_only else _beside(model, "context.npz")}
            )
        elif name == "alutsista_relations":
            weights = None if rules_only else _beside(model, "relations.npz")
            nlp.add_pipe(name, config={"model": weights})
        elif name != "alutsista_names":
            nlp.add_pipe(name)
        elif not rules_only:
            config = {"model": model, "labels": dict(labels) if labels else None}
            nlp.add_pipe(name, config={k: v for k, v in config.items() if v is not None})
    return nlp
