"""Gradient descent without momentum or adapted steps: the loss still sits near ln 32 when the steps are over."""

LOSES = {"train"}
HINT = (
    "Your loss hardly leaves ln 32 = 3.47 before the steps are over. "
    "Think about an optimiser that adapts its steps, or about larger or more of them."
)


def _training(model, seed, steps, periods):
    batch, lr, warm_up = 32, 1e-2, 50
    net = model.original_model
    optimiser = torch.optim.SGD(net.parameters(), lr=lr)
    tokens, mask = repeated_sequences(batch * steps, seed, periods)
    for i in range(steps):
        x, known = (rows[batch * i : batch * (i + 1)] for rows in (tokens, mask))
        optimiser.param_groups[0]["lr"] = lr * min(1.0, (i + 1) / warm_up)
        loss = cross_entropy(net(x)[known], x.roll(-1, dims=1)[known])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimiser.step()
        yield loss.item()


def SIGNATURE(calls):
    """The loss ends where guessing is."""
    for name, _, kwargs, value in calls:
        if name == "train" and "steps" not in kwargs and value is not None:
            return len(value[1]) > 100 and 3.455 < sum(value[1][-50:]) / 50 < 3.6  # ln 32 is 3.466
    return False
