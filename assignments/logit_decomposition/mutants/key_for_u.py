"""The key itself is used as u, so that prompts with similar keys change too."""

LOSES = {"edit"}
HINT = (
    "Your edit spills over into other prompts. "
    "Their keys are similar to the edited one's: which u has a product of 1 with it and nearly 0 with them?"
)


def edit_fact(model, tokens, target, others):
    layer = model.cfg.n_layers - 1
    name = f"blocks.{layer}.mlp.hook_post"
    key = _run(model, tokens)[1][name][0, -1]
    u = key
    u = u / (u @ key)
    v = _directions(model, torch.tensor([target]))[0]
    v = v / v.norm()
    edited, strength = copy_of(model), 1.0
    weights = edited.blocks[layer].mlp.W_out
    original = weights.detach().clone()
    with torch.no_grad():
        while edited(tokens)[0, -1].softmax(dim=0)[target] < 0.87 and strength < 1e3:
            strength *= 1.1
            weights.copy_(original + strength * torch.outer(u, v))
    return edited


def SIGNATURE(calls):
    """The output weights change along the key itself, by however much: the replay would ask for the same steps."""
    for _, (model, tokens, *_rest), _, edited in calls:
        if edited is None:
            return False
        model = getattr(model, "value", model)
        layer = model.cfg.n_layers - 1
        key = _run(model, tokens)[1][f"blocks.{layer}.mlp.hook_post"][0, -1]
        after = edited.into(copy_of(model)).blocks[layer].mlp.W_out  # [d_mlp, d_model]
        u = torch.linalg.svd((after - model.blocks[layer].mlp.W_out).double()).U[:, 0]
        if abs(u @ key.double()) < 0.999 * key.norm():
            return False
    return bool(calls)
