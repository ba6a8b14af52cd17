"""The basis is taken for orthonormal."""

LOSES = {"accuracy", "interchange", "scrub"}
HINT = "With an orthonormal basis your logits would be right. What is the projection onto the span of columns of any length and angle?"
BREAKS = {"interchange": "The basis has independent columns, which need not be orthonormal"}

EDITS = """
@@ _projection
-    Q = torch.linalg.qr(basis.double())[0]
+    Q = basis.double()
"""
