"""The lab divides all counts by their total, so that a row says how often a pair occurs among all pairs."""

LOSES = {"lab"}
HINT = (
    "Your lab's data are shares of all transitions. "
    "To be compared with the belief after a symbol, each row has to sum to 1 by itself."
)


def lab_data(W, counts, symbols=SYMBOLS):
    def view(model):
        samples = [sample_words(model, LAB_WORDS, 0, LAB_LENGTH, t, symbols) for t in LAB_TEMPERATURES]
        rows = torch.stack([beliefs(model, symbol, symbols) for symbol in symbols])
        return View(
            rows, expected_length(model), rulebook(model, symbols), greedy_word(model, symbols), samples
        )

    models = {"": view(W)} | {symbol: view(lesion(W, symbol, symbols)) for symbol in symbols}
    return LabData(symbols, counts / counts.sum(), belief_gap(W, counts), models)


def SIGNATURE(calls):
    """The data sum to 1 in all."""
    return any(
        name == "lab_data" and value is not None and abs(value.data.sum() - 1) < 1e-3
        for name, _, _, value in calls
    )
