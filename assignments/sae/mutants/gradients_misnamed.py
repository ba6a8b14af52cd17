"""Weights first, then biases: the names are not in the order of the parameters."""

LOSES = {"gradients"}
HINT = (
    "The gradients of W_dec and b_enc have each other's names. In which order does the autoencoder list "
    "its parameters?"
)
BREAKS = {"gradients": 'The names are "W_enc", "b_enc", "W_dec" and "b_dec"'}

EDITS = """
@@ gradients
-    return dict(zip((name for name, _ in sae.named_parameters()), found, strict=True))
+    return dict(zip(("W_enc", "W_dec", "b_enc", "b_dec"), found, strict=True))
"""
