"""The neuron whose activation is nearest to 5 is taken, whatever it writes."""

LOSES = {"find"}
HINT = (
    "You take the neuron that fires at a certain strength, and the target plays no part. "
    "How would you tell two neurons that fire alike apart?"
)
BREAKS = {"find_fact": "The neuron that adds most to the target's logit at the end of one prompt"}


def find_fact(model, tokens, target):
    _, cache = _run(model, tokens)
    ends = torch.stack([cache[f"blocks.{i}.mlp.hook_post"][0, -1] for i in range(model.cfg.n_layers)])
    return divmod(int((ends - 5.0).abs().argmin()), ends.shape[1])
