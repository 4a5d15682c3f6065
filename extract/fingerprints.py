"""What the result for an article depends on: the article, and the extraction that reads it."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from extract.records import Article

__all__ = ["fingerprint", "key"]


def key(article: Article) -> str:
    """What the result for an article depends on: its text and its date.

    Returns:
        A hex digest of SHA-256.
    """
    return hashlib.sha256(f"{article.text_sha256}\0{article.published or ''}".encode()).hexdigest()


@cache
def fingerprint(model: str | None = None, labels: str | None = None) -> str:
    """Name of an extraction: the same only where the same text gives the same records.

    Args:
        model: Name or path of another pipeline for names.
        labels: What its labels mean here.

    Returns:
        Sixteen hex digits of a hash over the version, code, word lists and weights.
    """
    digest = hashlib.sha256(f"{version('alutsista')}\0{version('spacy')}\0{labels}".encode())
    places = [files("extract").joinpath(name) for name in ("", "pipes", "data", "model")]
    other = [Path(model)] if model and Path(model).exists() else []
    for place in [*(Path(str(place)) for place in places), *other]:
        for path in _files(place, deep=place.name not in ("extract", "pipes")):
            digest.update(f"{path.relative_to(place)}\0".encode())
            digest.update(path.read_bytes())
    if model and not Path(model).exists():
        digest.update(f"{model}\0{_version(model)}".encode())
    return digest.hexdigest()[:16]


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _files(place: Path, *, deep: bool) -> list[Path]:
    found = place.rglob("*") if deep else place.glob("*.py")
    return sorted(p for p in found if p.is_file() and "__pycache__" not in p.parts)
