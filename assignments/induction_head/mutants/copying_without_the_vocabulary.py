"""The eigenvalues are those of W_V W_O, without the embedding and the unembedding."""

LOSES = {"detect"}
HINT = (
    "Your matrix maps the residual stream to itself. "
    "Copying is about tokens: put the embedding before it and the unembedding after it."
)
BREAKS = {"copying_score": "The sum of the eigenvalues of W_E W_V W_O W_U"}

EDITS = """
@@ copying_score
-            W_V, W_O = block.attn.W_V.double(), block.attn.W_O.double()
-            eigenvalues = torch.linalg.eigvals(model.W_E.double() @ W_V @ W_O @ model.W_U.double())
+            eigenvalues = torch.linalg.eigvals(block.attn.W_V.double() @ block.attn.W_O.double())
"""
