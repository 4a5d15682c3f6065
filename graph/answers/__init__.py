"""Answers from the tables of a run: what two do to each other, who somebody is, arms transfers.

No language model has a part in them: each row is in the tables, with its sentence.
:mod:`graph.answers.reading` reads the rows an answer needs; the other modules are functions of
tables. :mod:`graph.answers.records` says what every answer holds, which is also what ``--json``
prints.
"""
