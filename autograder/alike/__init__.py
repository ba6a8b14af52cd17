"""Submissions that are alike beyond what everybody was given: a hint for a person who then reads both, and never a score."""

from .page import page
from .pairs import Pair, alike, documents, public_documents

__all__ = ["Pair", "alike", "documents", "page", "public_documents"]
