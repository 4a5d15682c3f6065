"""Entity resolution over a corpus: one id for each person and weapon system.

Articles are read one by one, so that a person may bear another id in each. Here
the ids of all of them are compared, people's own decisions first
(:mod:`extract.resolution.judgements`), and every change is recorded with its reason.
"""

from extract.resolution.judgements import Judgement, JudgementError, read_judgements
from extract.resolution.resolve import Resolver
from extract.resolution.survey import Survey

__all__ = ["Judgement", "JudgementError", "Resolver", "Survey", "read_judgements"]
