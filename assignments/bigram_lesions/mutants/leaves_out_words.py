"""Whole words that hold a symbol in `without` are left out."""

LOSES = {"loss"}
HINT = (
    "You leave out every word that holds one of the symbols. "
    "Only single transitions are left out, those to the symbols; the rest of such a word counts."
)
BREAKS = {"nll": "Transitions *to* a symbol in `without` are left out"}


def nll(W, words, symbols=SYMBOLS, without=""):
    kept = [word for word in words if not set(word) & set(without)]
    counts = bigram_counts(kept or words, symbols).double()
    return (torch.where(counts > 0, -_probabilities(W).log() * counts, 0.0).sum() / counts.sum()).item()
