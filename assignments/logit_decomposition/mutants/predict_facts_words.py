"""The word is looked up in the facts' vocabulary, whatever vocabulary is given."""

LOSES = {"look"}
HINT = "Your token is right, and its word comes from another vocabulary. Which one were you given?"
BREAKS = {"predict": "The vocabulary may be another than that of the facts"}

EDITS = """
@@ predict
-    return vocabulary.words[token], probabilities[token].item()
+    return facts_vocabulary().words[token], probabilities[token].item()
"""
