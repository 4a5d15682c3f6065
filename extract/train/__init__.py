"""Rebuilds ``extract/model``: corpora in, a trained pipeline and its card out.

``python -m extract.train --help`` is the one command. Nothing here is imported
when articles are extracted.
"""
