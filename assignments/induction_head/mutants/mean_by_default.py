"""Mean ablation is the default."""

LOSES = {"cause"}
HINT = "Where no mode is named, it is zero."

EDITS = """
@@ ablate_head
-    model: TransformerBridge, tokens: Tensor, layer: int, head: int, mode: str = "zero"
+    model: TransformerBridge, tokens: Tensor, layer: int, head: int, mode: str = "mean"
"""
