"""The neuron that writes the longest vector is taken for the one that holds the fact."""

LOSES = {"find"}
HINT = (
    "You name the neuron that writes the longest vector. "
    "Long in which direction, and does the LayerNorm leave it there?"
)


def find_fact(model, tokens, target):
    _, cache = _run(model, tokens)
    hidden = torch.stack([cache[f"blocks.{i}.mlp.hook_post"][0, -1] for i in range(model.cfg.n_layers)])
    lengths = torch.stack([block.mlp.W_out.detach().norm(dim=1) for block in model.blocks])
    return divmod(int((hidden * lengths).argmax()), hidden.shape[1])
