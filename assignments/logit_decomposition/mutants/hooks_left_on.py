"""Activations are caught by hooks that are never removed."""

LOSES = {"look"}
HINT = (
    "After your call there are hooks on the model that were not there before. "
    "What takes them off again: run_with_hooks, run_with_cache, or you?"
)
BREAKS = {"named_activations": "Leaves the model's weights as they were, and no hooks on it"}


def named_activations(model, tokens, names):
    found = {}
    for name in names:
        model.add_hook(name, lambda value, hook, name=name: found.update({name: value}))
    with torch.no_grad():
        model(tokens)
    return found
