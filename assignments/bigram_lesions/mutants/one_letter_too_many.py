"""The cut comes one letter late: a word may have max_len + 1 letters."""

LOSES = {"sampling", "lab"}
HINT = "Has a word that is cut one letter more than max_len? How often does your loop draw?"
BREAKS = {"sample_words": "A word that has max_len letters is cut there"}

EDITS = """
@@ sample_words
-    for _ in range(max_len):
+    for _ in range(max_len + 1):
"""


def SIGNATURE(calls):
    """The longest word has one letter too many."""
    for name, _, kwargs, value in calls:
        if name == "sample_words" and value and "max_len" in kwargs:
            if max(map(len, value)) == kwargs["max_len"] + 1:
                return True
        elif name == "lab_data" and value is not None:
            sizes = [
                len(word) for view in value.models.values() for sample in view.samples for word in sample
            ]
            if max(sizes, default=0) == LAB_LENGTH + 1:
                return True
    return False
