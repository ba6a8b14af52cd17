"""The lab's words are cut where `sample_words` cuts them by itself, and not at LAB_LENGTH."""

LOSES = {"lab"}
HINT = (
    "Some words of your lab are longer than they should be. Where does `sample_words` cut if nobody says so?"
)
BREAKS = {"lab_data": "max_len LAB_LENGTH"}

EDITS = """
@@ lab_data
-                sample_words(model, LAB_WORDS, 0, LAB_LENGTH, temperature, symbols)
+                sample_words(model, LAB_WORDS, 0, temperature=temperature, symbols=symbols)
"""
