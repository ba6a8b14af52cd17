"""The activation is the largest at any position, not the one at the last token."""

LOSES = {"neurons"}
HINT = (
    "You look for the largest activation anywhere in a context. At which token does the docstring ask for it?"
)


def max_activating_contexts(model, contexts, layer, neuron, k):
    name = f"blocks.{layer}.mlp.hook_post"
    found = torch.stack([_run(model, tokens)[1][name][0, :, neuron].max() for tokens in contexts])
    best = found.topk(k)
    return best.indices.tolist(), best.values
