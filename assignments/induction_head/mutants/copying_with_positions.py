"""The mean position embedding is added to each token's."""

LOSES = {"detect"}
HINT = "Your copying score has position embeddings in it. What a head copies is a token, wherever it stands."
BREAKS = {"copying_score": "Biases and positions do not count"}

EDITS = """
@@ copying_score
-            eigenvalues = torch.linalg.eigvals(model.W_E.double() @ W_V @ W_O @ model.W_U.double())
+            E = model.W_E.double() + model.W_pos.double().mean(dim=0)
+            eigenvalues = torch.linalg.eigvals(E @ W_V @ W_O @ model.W_U.double())
"""
