"""The neuron with the strongest activation is taken for the one that holds the fact."""

LOSES = {"find"}
HINT = (
    "You name a neuron that fires strongly on this prompt, and on every other. "
    "How much of what it writes points to the target?"
)
BREAKS = {"find_fact": "The neuron that adds most to the target's logit at the end of one prompt"}


def find_fact(model, tokens, target):
    _, cache = _run(model, tokens)
    hidden = torch.stack([cache[f"blocks.{i}.mlp.hook_post"][0, -1] for i in range(model.cfg.n_layers)])
    return divmod(int(hidden.abs().argmax()), hidden.shape[1])
