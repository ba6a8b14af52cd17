"""Records as people read them: a student's page, a class's page, and both in a terminal.

All is made from records alone. What stands in one may quote a student (names, messages, values) and is data: it is
escaped, and a page forbids itself whatever it does not carry.
"""

from .folder import Class, NoRecords, Written, write_pages
from .term import write_term

__all__ = ["Class", "NoRecords", "Written", "write_pages", "write_term"]
