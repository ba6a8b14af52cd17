"""What lies between source and target is held as it was: the effect is the direct one."""

LOSES = {"influence"}
HINT = "Between source and target, does the model run on from the ablated activations, or are its layers held as they were?"
BREAKS = {"feature_influence": "and the model runs on from there"}


def feature_influence(model, tokens, source, target):
    seen, intact = [], {}
    first, last = (int(one.hook_name.split(".")[1]) for one in (source, target))
    held = [
        f"blocks.{layer}.{name}"
        for layer in range(first + 1, last)
        for name in ("hook_attn_out", "hook_mlp_out")
    ]

    def keep(value, hook):
        intact[hook.name] = value.clone()

    def hold(value, hook):
        return intact[hook.name]

    def remove(value, hook):
        value = value.clone()
        strength = forward(source.sae, value[:, -1])[1][:, source.latent]
        value[:, -1] -= strength[:, None] * source.sae.W_dec[source.latent]
        return value

    def read(value, hook):
        seen.append(forward(target.sae, value[:, -1])[1][:, target.latent])

    with torch.no_grad():
        model.run_with_hooks(tokens, fwd_hooks=[(name, keep) for name in held] + [(target.hook_name, read)])
        hooks = [(source.hook_name, remove), *((name, hold) for name in intact), (target.hook_name, read)]
        model.run_with_hooks(tokens, fwd_hooks=hooks)
    return seen[0] - seen[1]
