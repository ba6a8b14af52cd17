"""Pairs are told apart by whether base and source differ in the output."""

LOSES = {"accuracy", "choose", "explain", "scrub"}
HINT = "By what do you tell pairs apart: by the source's output, or by the output after the interchange?"
BREAKS = {
    "interchange_accuracy": "`changed` is of the pairs where that output is another than the causal model's on the base alone"
}

EDITS = """
@@ _agreement
-    changes = expected != before
+    changes = run_causal(causal, source)[output] != before
"""
