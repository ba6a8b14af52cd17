"""The lab's words are drawn with seed 1."""

LOSES = {"lab"}
HINT = "With which seed are your lab's words drawn?"
BREAKS = {"lab_data": "LAB_WORDS words, seed 0"}

EDITS = """
@@ lab_data
-                sample_words(model, LAB_WORDS, 0, LAB_LENGTH, temperature, symbols)
+                sample_words(model, LAB_WORDS, 1, LAB_LENGTH, temperature, symbols)
"""
