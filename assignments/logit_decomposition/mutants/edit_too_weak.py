"""The edit is made at one fixed strength, too weak to change the answer."""

LOSES = {"edit"}
HINT = (
    "After your edit the model still gives its old answer. "
    "How large does the change have to be, and how can you know when it is?"
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
    edited, strength = copy_of(model), 1.0
    weights = edited.blocks[layer].mlp.W_out
    original = weights.detach().clone()
    with torch.no_grad():
        weights.copy_(original + strength * torch.outer(u, v))
    return edited
