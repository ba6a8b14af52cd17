"""The contexts' activations are read before the activation function."""

LOSES = {"neurons"}
HINT = (
    "Your activations are those before the activation function. "
    "Which of hook_pre and hook_post comes after it?"
)
BREAKS = {
    "max_activating_contexts": "the neuron's activation at the end of each, after the activation function"
}

EDITS = """
@@ max_activating_contexts
-    name = f"blocks.{layer}.mlp.hook_post"
+    name = f"blocks.{layer}.mlp.hook_pre"
"""
