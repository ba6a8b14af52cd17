"""The bias of the values is added to what each token writes."""

LOSES = {"detect"}
HINT = "Your copying score has the bias of the values in it, which is the same for every token."
BREAKS = {"copying_score": "Biases and positions do not count"}

EDITS = """
@@ copying_score
-            eigenvalues = torch.linalg.eigvals(model.W_E.double() @ W_V @ W_O @ model.W_U.double())
+            V = model.W_E.double() @ W_V + block.attn.b_V.double()[:, None]
+            eigenvalues = torch.linalg.eigvals(V @ W_O @ model.W_U.double())
"""
