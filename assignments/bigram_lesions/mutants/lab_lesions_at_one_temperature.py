"""Each lesioned model's words are drawn at temperature 1, five times the same; only the whole model's differ."""

LOSES = {"lab"}
HINT = "Are the words of your lesioned models drawn at each of the temperatures, as those of the whole model are?"
BREAKS = {"lab_data": "one list for each of LAB_TEMPERATURES in their order"}

EDITS = """
@@ lab_data
-                sample_words(model, LAB_WORDS, 0, LAB_LENGTH, temperature, symbols)
+                sample_words(model, LAB_WORDS, 0, LAB_LENGTH, temperature if model is W else 1.0, symbols)
"""
