"""What counts of a record: what a person has decided of it, what lateness costs, who has more time; and what of that is out."""

from .decisions import Decision, add_decision, decided, in_force, read_decisions
from .differences import Difference, differences, matters
from .late import Extension, Terms, extensions_to_see_to, penalty, read_extensions, time_of
from .published import Publication, publications, publish, published, undo, withdrawn
from .standing import Standing, Standings, out_of, yet_to_score

__all__ = [
    "Decision",
    "Difference",
    "Extension",
    "Publication",
    "Standing",
    "Standings",
    "Terms",
    "add_decision",
    "decided",
    "differences",
    "extensions_to_see_to",
    "in_force",
    "matters",
    "out_of",
    "penalty",
    "publications",
    "publish",
    "published",
    "read_decisions",
    "read_extensions",
    "time_of",
    "undo",
    "withdrawn",
    "yet_to_score",
]
