"""The flips are drawn at random, and the accuracy is that of the draws."""

LOSES = {"noise"}
HINT = (
    "Your accuracy is near the right one, as from draws. "
    "How many patterns can arrive, and how likely is each?"
)
BREAKS = {"noisy_accuracy": "Exact, not sampled"}


def noisy_accuracy(model, X, y, flip_probability):
    draws = torch.Generator().manual_seed(0)
    flips = torch.rand(500, *X.shape, generator=draws) < flip_probability
    with torch.no_grad():
        return (model((X - flips.float()).abs()).argmax(dim=2) == y).double().mean().item()
