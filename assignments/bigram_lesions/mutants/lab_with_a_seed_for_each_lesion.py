"""Each lesioned model's words are drawn with a seed of its own, so that they differ; the whole model's with seed 0."""

LOSES = {"lab"}
HINT = (
    "The words of your whole model are drawn with seed 0. With which seeds are those of the lesioned models?"
)
BREAKS = {"lab_data": "Each view's `samples` are `sample_words` with LAB_WORDS words, seed 0"}

EDITS = """
@@ lab_data
-                sample_words(model, LAB_WORDS, 0, LAB_LENGTH, temperature, symbols)
+                sample_words(model, LAB_WORDS, seed, LAB_LENGTH, temperature, symbols)
@@ lab_data
-    def view(model: Tensor) -> View:
+    def view(model: Tensor, seed: int = 0) -> View:
@@ lab_data
-        models={"": view(W)} | {symbol: view(lesion(W, symbol, symbols)) for symbol in symbols},
+        models={"": view(W)}
+        | {symbol: view(lesion(W, symbol, symbols), seed) for seed, symbol in enumerate(symbols, 1)},
"""
