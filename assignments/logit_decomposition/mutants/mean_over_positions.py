"""The mean is taken over the batch and the positions together."""

LOSES = {"ablate"}
HINT = (
    "Your mean mixes the positions, so every position gets the same. "
    "Over which axis does the docstring take the mean?"
)
BREAKS = {"ablate_component": "separately for each position"}

EDITS = """
@@ ablate_component
-        return torch.zeros_like(value) if mode == "zero" else value.mean(dim=0, keepdim=True).expand_as(value)
+        mean = value.mean(dim=(0, 1), keepdim=True).expand_as(value)
+        return torch.zeros_like(value) if mode == "zero" else mean
"""
