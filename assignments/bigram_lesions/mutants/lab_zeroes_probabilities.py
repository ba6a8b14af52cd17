"""The lab makes its lesioned beliefs by zeroing a column of probabilities, and does not renormalise."""

LOSES = {"lab"}
HINT = (
    "In the lab, the rows of your lesioned models do not sum to 1. "
    "Ask your own `lesion` for the model and your own `beliefs` for its rows."
)
BREAKS = {"lab_data": "under each symbol the model without it"}


def lab_data(W, counts, symbols=SYMBOLS):
    def view(model, probabilities):
        samples = [
            sample_words(model, LAB_WORDS, 0, LAB_LENGTH, temperature, symbols)
            for temperature in LAB_TEMPERATURES
        ]
        return View(
            probabilities,
            expected_length(model),
            rulebook(model, symbols),
            greedy_word(model, symbols),
            samples,
        )

    P = _probabilities(W)
    models = {"": view(W, P)}
    for i, symbol in enumerate(symbols):
        zeroed = P.clone()
        zeroed[:, i] = 0.0
        models[symbol] = view(lesion(W, symbol, symbols), zeroed)
    data = counts / counts.sum(dim=1, keepdim=True).clamp(min=1)
    return LabData(symbols, data, belief_gap(W, counts), models)


def SIGNATURE(calls):
    """The rows of lesioned models sum to less than 1, and those of the whole model to 1."""
    for name, _, _, value in calls:
        if name == "lab_data" and value is not None:
            sums = {model: view.probabilities.sum(dim=1) for model, view in value.models.items()}
            whole = sums.pop("")
            return bool((whole - 1).abs().max() < 1e-3) and all(
                bool((s < 1 - 1e-3).all()) for s in sums.values()
            )
    return False
