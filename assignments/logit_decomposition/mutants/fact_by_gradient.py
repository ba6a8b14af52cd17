"""Each neuron's activation times the gradient of the target's logit by it, through all that follows."""

EQUIVALENT = "in planted models a gradient finds the fact's neuron too; the docstring promises it"


def find_fact(model, tokens, target):
    kept = []

    def keep(hidden, hook):
        kept.append(hidden)

    names = [f"blocks.{i}.mlp.hook_post" for i in range(model.cfg.n_layers)]
    with torch.enable_grad():
        logits = model.run_with_hooks(tokens, fwd_hooks=[(name, keep) for name in names])
        gradients = torch.autograd.grad(logits[0, -1, target], kept)
    worth = torch.stack([(a * g)[0, -1].detach() for a, g in zip(kept, gradients, strict=True)])
    return divmod(int(worth.argmax()), worth.shape[1])
