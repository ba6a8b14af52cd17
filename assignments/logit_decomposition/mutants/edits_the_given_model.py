"""The given model itself is edited."""

LOSES = {"edit"}
HINT = (
    "The model that you were given is edited, and returned. "
    "What does the docstring say about it, and what is copy_of for?"
)


def edit_fact(model, tokens, target, others):
    layer = model.cfg.n_layers - 1
    name = f"blocks.{layer}.mlp.hook_post"
    key = _run(model, tokens)[1][name][0, -1]
    keys = torch.cat([_run(model, other)[1][name][:, -1] for other in others])
    moments = keys.T @ keys / len(keys) + 1e-2 * keys.square().mean() * torch.eye(len(key))
    u = torch.linalg.solve(moments, key)
    u = u / (u @ key)
    v = _directions(model, torch.tensor([target]))[0]
    v = v / v.norm()
    edited, strength = model, 1.0
    weights = edited.blocks[layer].mlp.W_out
    original = weights.detach().clone()
    with torch.no_grad():
        while edited(tokens)[0, -1].softmax(dim=0)[target] < 0.87 and strength < 1e3:
            strength *= 1.1
            weights.copy_(original + strength * torch.outer(u, v))
    return edited
