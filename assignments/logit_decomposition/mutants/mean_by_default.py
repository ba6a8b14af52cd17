"""Without a mode the mean is taken."""

LOSES = {"ablate"}
HINT = "Without a mode your ablation gives what the mean gives. What does the stub's signature have as its default?"
BREAKS = {"ablate_component": 'mode "zero" puts 0 there'}

EDITS = """
@@ ablate_component
-def ablate_component(model: TransformerBridge, tokens: Tensor, component: str, mode: str = "zero") -> Tensor:
+def ablate_component(model: TransformerBridge, tokens: Tensor, component: str, mode: str = "mean") -> Tensor:
"""
