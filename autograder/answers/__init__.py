"""Written answers, which a person scores: read out of what was handed in, laid side by side, and scored from a sheet."""

from .page import page
from .read import Question, answers_of, questions
from .sheet import Scored, of_ones_own, points_of, sheet

__all__ = ["Question", "Scored", "answers_of", "of_ones_own", "page", "points_of", "questions", "sheet"]
