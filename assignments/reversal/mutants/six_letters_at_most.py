"""The strings are those of our own alphabet, which has six letters."""

LOSES = {"explain"}
HINT = (
    "In a network of more than six letters you miss carriers. Where do your strings take their letters from?"
)
BREAKS = {"carriers": "all strings that the model can be given count"}

EDITS = """
@@ _every_input
-    letters = torch.cartesian_prod(*[torch.arange(n_letters)] * length).reshape(-1, length)
+    letters = torch.cartesian_prod(*[torch.arange(n_letters)[:6]] * length).reshape(-1, length)
"""
