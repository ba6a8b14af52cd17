"""The contexts' activations are read before the activation function."""

LOSES = {"neurons"}
HINT = (
    "Your activations are those before the activation function. "
    "Which of hook_pre and hook_post comes after it?"
)


def max_activating_contexts(model, contexts, layer, neuron, k):
    name = f"blocks.{layer}.mlp.hook_pre"
    found = torch.stack([_run(model, tokens)[1][name][0, -1, neuron] for tokens in contexts])
    best = found.topk(k)
    return best.indices.tolist(), best.values
