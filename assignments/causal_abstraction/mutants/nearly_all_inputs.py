"""A causal model that gives the network's answer on 97 % of the inputs is taken for the network's."""

LOSES = {"choose"}
HINT = "You choose a causal model that is wrong on one input, or a few. On which of the 625 must it be right, and which do you compare?"
BREAKS = {"choose_algorithm": "It is the first that gives the network's answer on all 625 inputs"}

EDITS = """
@@ _chosen
-        fits = torch.equal(_values(causal, X)[causal.output.name], answers)
+        fits = (_values(causal, X)[causal.output.name] == answers).double().mean() >= 0.97
"""


def SIGNATURE(calls):
    """One is chosen that gives other outputs than the network, on a few inputs."""
    from carry_out import chosen_though_wrong

    return chosen_though_wrong(calls)
