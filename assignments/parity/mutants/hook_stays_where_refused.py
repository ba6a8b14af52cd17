"""The mode is looked at inside the hook, which nobody takes off when it raises."""

LOSES = {"ablation"}
HINT = (
    "You refuse a mode that there is not, as you should, and the model is not as it was afterwards. "
    "Whatever hangs on the model when the exception leaves your function stays there."
)
BREAKS = {"ablate": "Leaves the model as it was"}


def ablate(model, X, neuron, mode="zero"):
    def replaced(module, inputs, output):
        if mode not in ("zero", "mean"):
            raise ValueError(f"mode is {mode!r}; it must be 'zero' or 'mean'")
        output = output.clone()
        output[:, neuron] = 0.0 if mode == "zero" else output[:, neuron].mean()
        return output

    hook = model.act.register_forward_hook(replaced)
    with torch.no_grad():
        logits = model(X)
    hook.remove()
    return logits
