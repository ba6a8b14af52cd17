"""The neuron that rises most from all earlier positions to the last one is taken, whatever it writes."""

LOSES = {"find"}
HINT = (
    "You name a neuron that fires where this prompt ends and nowhere before. "
    "There are several; which words do they write?"
)
BREAKS = {"find_fact": "The neuron that adds most to the target's logit at the end of one prompt"}


def find_fact(model, tokens, target):
    _, cache = _run(model, tokens)
    hidden = torch.stack([cache[f"blocks.{i}.mlp.hook_post"][0] for i in range(model.cfg.n_layers)])
    rise = hidden[:, -1] - hidden[:, :-1].amax(dim=1)
    return divmod(int(rise.argmax()), rise.shape[1])
