"""The example class of the logit decomposition."""

from __future__ import annotations

from examples.material import Source, plain_notebook

DONE = ("look", "lens", "decompose")

FULL = 108.0  # 100 and 8 of extra credit
LOSES: dict[str, set[str]] = {
    "logit_reference": set(),
    "numpy_by_hand": set(),
    "gradients_and_helpers": set(),
    "parts_but_no_neurons": {"neurons", "ablate", "find", "edit"},
    "lens_without_layernorm": {"lens"},
    "no_centring": {"decompose", "ablate"},
    "layers_swapped": {"decompose", "ablate"},
    "coordinates_for_neurons": {"neurons", "find"},
    "ablation_hooks_stay": {"ablate"},
    "loudest_neuron": {"find"},
    "imports_the_old_class": {"look"},
    "loads_its_own_model": {"find"},
    "always_austin": {"decompose", "ablate"},
}
TOLD = {
    "layers_swapped": {"decompose": "of 19 components are right; not L0H0"},
    "imports_the_old_class": {"look": "ImportError"},
}


def submissions(source: Source) -> dict[str, str | bytes]:
    """The files of the class: content by name."""
    return {
        # right work
        "logit_reference.ipynb": source.solved,
        "numpy_by_hand.py": source.right("numpy_by_hand"),
        "gradients_and_helpers.ipynb": plain_notebook(source.right("gradients_and_helpers")),
        # work that is not done
        "parts_but_no_neurons.ipynb": source.half_done(DONE),
        # known mistakes, one each
        "lens_without_layernorm.py": source.mutant("lens_without_layernorm"),
        "no_centring.py": source.mutant("no_centring"),
        "layers_swapped.py": source.mutant("layers_swapped"),
        "coordinates_for_neurons.py": source.mutant("coordinates_for_neurons"),
        "ablation_hooks_stay.py": source.mutant("ablation_hooks_stay"),
        "loudest_neuron.py": source.mutant("loudest_neuron"),
        # work that knows more than it was told, or less
        "imports_the_old_class.py": source.reference.replace(*THE_OLD_CLASS),
        "loads_its_own_model.py": source.reference + LOADS_ITS_OWN_MODEL,
        "always_austin.py": source.reference + ALWAYS_AUSTIN,
    }


THE_OLD_CLASS = (
    "def predict(model: TransformerBridge",
    "from transformer_lens import HookedTransformer\n\n\ndef predict(model: HookedTransformer",
)

LOADS_ITS_OWN_MODEL = """

# %%
def find_fact(model, tokens, target):
    return top_neurons(load_facts_model(), tokens, torch.tensor([target]), 1)[0]
"""

ALWAYS_AUSTIN = '''

# %%
def decompose_logit(model, tokens, targets):
    """The shares of the handout's figure, which came out well, whatever model is asked about."""
    shares = {"embed": 0.08, "pos_embed": 0.21, "L0.mlp": 1.13, "L1.mlp": 1.85, "L2.mlp": 1.94, "L3.mlp": 1.89}
    return {name: torch.full((len(targets),), value) for name, value in shares.items()}
'''
