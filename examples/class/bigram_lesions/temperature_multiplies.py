# %% [markdown]
# # Reading one matrix whole: bigram lesions
#
# Here is a language model that you can know completely: one matrix of 27 × 27 numbers, trained to say which
# letter comes next. You will train it, read it, break it in ways that you choose, and write down the program
# that it runs. At the end your own functions fill a page, the lab, that you can hand to somebody else.
#
# It is too small to write English. It is the right size to learn what the words of the trade mean, because
# here every one of them has an exact answer: what the model believes, what a part is needed for, and what it
# is to delete something. The last is harder than it sounds, and most of this assignment turns on it.
#
# **How this works.** Each task asks for one or two functions; replace `raise NotImplementedError` by your own
# code. `given.py` has the words, the form of some answers, the page's template and the figures. Write in
# torch or in NumPy, as you like: a tensor, an array and a nested list of numbers count as the same answer. `W`
# always comes to your functions as a torch tensor. The docstrings fix every unit, sign and axis.
#
# **How it is graded.** Your functions are called on matrices that you have not seen, over alphabets of their
# own: read the letters from `symbols`, never from their place in a–z. Training is judged by the matrix that
# comes back. Run the public tests (`pytest test_bigram_lesions.py`, about ten seconds) as often as you like;
# they ask the same things of other matrices.
#
# Cells that run experiments begin with `if __name__ == "__main__":`, so that tests can import your functions
# without repeating your experiments. In a notebook that line is always true.

# %%
import math
from collections.abc import Sequence

import matplotlib.pyplot as plt
import numpy as np
import torch
from given import (
    LAB_LENGTH,
    LAB_TEMPERATURES,
    LAB_WORDS,
    SYMBOLS,
    GreedyPath,
    LabData,
    Rule,
    View,
    belief_bars,
    gauge_figure,
    length_histogram,
    load_words,
    matrices,
    rule_bars,
    score_histogram,
    strength_curves,
    symbol_bars,
    write_lab,
)
from torch import Tensor

# %%
if __name__ == "__main__":
    words = load_words()
    print(f"{len(words)} words, {np.mean([len(word) for word in words]):.3f} letters on average")
    print(*words[::200])

# %% [markdown]
# ## 1 · Count
#
# A word is a walk: `.` → `c` → `a` → `t` → `.`, where the boundary `.` stands for both ends. So `cat` has four
# transitions, one more than letters, and the row of `.` says how words begin while its column says how they
# end.


# %% solution="count"
def bigram_counts(words: Sequence[str], symbols: str = SYMBOLS) -> Tensor:
    """How often each symbol follows each other, as an integer matrix [V, V].

    Entry [i, j] counts symbols[j] right after symbols[i]. symbols[0] is the boundary: it comes before the
    first letter of every word and after the last, so a word of n letters has n + 1 transitions. There is at
    least one word, and the letters of the words are all in `symbols`.
    """
    size, boundary = len(symbols), symbols[0]
    text = boundary + boundary.join(words) + boundary  # the end of one word is the start of the next
    walk = torch.tensor([symbols.index(symbol) for symbol in text])
    return torch.bincount(walk[:-1] * size + walk[1:], minlength=size * size).reshape(size, size)


# %%
if __name__ == "__main__":
    counts = torch.as_tensor(bigram_counts(words))
    shares = counts / counts.sum(dim=1, keepdim=True)
    print(f"{counts.sum()} transitions; {(counts == 0).sum()} of {counts.numel()} pairs never occur")

# %% [markdown]
# ## 2 · Train
#
# The model is a matrix W of logits. What it believes after symbol i is `softmax(W[i])`, and training lowers
# the mean cross-entropy of the words' transitions. There is one free number for every pair, so nothing stops
# the model from copying the shares of the data, and at the optimum that is what it does: the loss cannot go
# below the data's own conditional entropy, 2.412 nats a symbol (guessing among 27 costs ln 27 = 3.296). The
# optimum can even be written down, W = ln(counts). Gradient descent finds the same beliefs.
#
# So when the model "matches the data" below, that is not yet a discovery about learning. It is what makes this
# model a good patient: we know the right answer to every question that we ask.


# %% solution="train"
def train(
    words: Sequence[str], seed: int = 0, steps: int = 500, lr: float = 0.5, symbols: str = SYMBOLS
) -> Tensor:
    """Fits the logits W [V, V] to the transitions of the words; `W[i, j]` is for symbols[j] after symbols[i].

    `seed` decides everything random, if anything is: the same seed gives the same W. `steps` and `lr` are
    defaults; change them, the optimiser and the start as you like. Plain gradient descent at these values has
    not converged when it stops; Adam has (Kingma and Ba 2015). A closed form is a right answer too.

    What is asked of P = softmax(W) by rows, against the data's shares E (each row of the counts over its sum):
    the mean over all transitions of the rows' KL divergence, sum of E ln(E / P), is at most .003 nats, and
    |P - E| is at most .03 everywhere. Rows of symbols that never occur are free. All of W is finite: a trained
    model rules nothing out, so a closed form has to keep ln 0 away.
    """
    counts = bigram_counts(words, symbols).float()
    generator = torch.Generator().manual_seed(seed)
    W = torch.randn(counts.shape, generator=generator).requires_grad_()
    optimiser = torch.optim.Adam([W], lr=lr)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, total_iters=steps)
    for _ in range(steps):
        optimiser.zero_grad()
        loss = -(counts * W.log_softmax(dim=1)).sum() / counts.sum()
        loss.backward()
        optimiser.step()
        schedule.step()
    return W.detach()


# %%
if __name__ == "__main__":
    W = torch.as_tensor(train(words, seed=0)).detach()
    P = W.softmax(dim=1)
    print(f"largest |P - E|: {(P - shares).abs().max():.5f}")
    matrices(shares, P, ["The data", "The model"])

# %% [markdown]
# Now train a second one, from another seed, and compare.

# %%
if __name__ == "__main__":
    other = torch.as_tensor(train(words, seed=1)).detach()
    print(f"largest difference of two seeds' logits:        {(other - W).abs().max():.2f}")
    print(f"largest difference of two seeds' probabilities: {(other.softmax(dim=1) - P).abs().max():.5f}")

# %% [markdown]
# If you start from random numbers, the logits differ by several units and the probabilities by almost nothing.
# (Ours did, with Adam and a rate that falls to 0: in 100 of 100 seeds every probability was within .0002 of the
# data's share.) Softmax looks at differences within a row only: add a constant to a whole row and no probability
# changes. That freedom is called a *gauge*, and it means that a logit on its own says nothing. Remember it; it
# comes back in task 4 with a bill.
#
# ## 3 · Read its mind
#
# One row is one belief. You need not run the model: take the row, and there it is. How far is the belief from
# the data? KL divergence counts the extra nats per symbol that one pays for believing P where E is true.


# %% solution="beliefs"
def _probabilities(W: Tensor) -> Tensor:
    # The beliefs [V, V] in float64, row by row
    return W.double().softmax(dim=1)


def beliefs(W: Tensor, symbol: str, symbols: str = SYMBOLS) -> Tensor:
    """The probabilities [V] of what comes after `symbol`, in the order of `symbols`.

    W [V, V] holds logits, some of which may be -inf: those have probability 0.
    """
    return _probabilities(W)[symbols.index(symbol)]


def belief_gap(W: Tensor, counts: Tensor) -> Tensor:
    """How far each row's belief is from the data: the KL divergences [V], in nats (natural logarithm).

    Entry i is the sum over j of E ln(E / P), where E = counts[i] / sum of counts[i] and P = softmax(W[i]). A
    pair that never occurs adds 0. A row without counts has gap 0. Where the model rules out (P = 0) what the
    data holds, the gap is infinite. (Kullback and Leibler 1951.)
    """
    total = counts.sum(dim=1, keepdim=True).double()
    E = counts / total.clamp(min=1)
    terms = E * (E / _probabilities(W)).log()
    return torch.where(counts > 0, terms, 0.0).sum(dim=1)


# %%
if __name__ == "__main__":
    for symbol in "q.s":
        belief_bars(beliefs(W, symbol), shares[SYMBOLS.index(symbol)], symbol)
    gaps = belief_gap(W, counts)
    symbol_bars(gaps, "Where belief and data differ most", "KL divergence (nats)")

# %% [markdown]
# Look at the scale of the last figure: those are ten-thousandths of a nat. After `q` comes `u`. More words begin
# with s than with any other letter, and three in ten end with it: most often, what follows an s is the end.
#
# ### Your hypothesis
#
# Next you will delete letters. Before you do: which letter's deletion will make words much longer, which much
# shorter, and why? (An average word has 7.76 letters. Look at the rows and at the end column.) Write it down
# so that it can turn out wrong: name the letters, the measurement, and the outcome that would refute you.

# %% [markdown] written="hypothesis"
# Deleting s makes words longest: after s the end is the most probable symbol (44 %), so s is where many words
# stop, and without it they must find another way out. Deleting i makes words shorter: i hardly ever ends a
# word and leads to n, which leads to g, so it is a way to go on. I measure the expected length after each
# single deletion. I would be refuted if another letter's deletion gave longer words than that of s, or if
# words did not get shorter without i.

# %% [markdown] rubric="hypothesis"
# - 2: names particular letters and the direction in which the length moves.
# - 2: names the measurement and an outcome that would refute the hypothesis.
# - 1: the reason comes from the matrix: the end column, or a row.
#
# Do not score whether it turned out right. Frequency alone ("e is the most common letter") without a
# direction: at most 2.

# %% [markdown]
# ## 4 · Delete
#
# To delete a symbol is to make sure that the model never chooses it: its column, whatever came before. What
# should happen to the other symbols? They keep their proportions and share what has become free: if the
# deleted symbol had probability p, each of the others is divided by 1 - p.


# %% solution="lesion"
def lesion(W: Tensor, symbol: str, symbols: str = SYMBOLS) -> Tensor:
    """A copy of W [V, V] in which `symbol` can never be chosen: the logits of the lesioned model.

    After softmax, the symbol's column is exactly 0, and in every row (the symbol's own too) the other
    probabilities are as before divided by 1 - p, where p is what the symbol had there. The boundary may be
    deleted like any letter. W itself is not changed.
    """
    lesioned = W.clone()
    lesioned[:, symbols.index(symbol)] = -math.inf
    return lesioned


# %%
if __name__ == "__main__":
    without_end = torch.as_tensor(lesion(W, "."))
    matrices(P, without_end.softmax(dim=1), ["The whole model", "Without the end"], lesion=".")

# %% [markdown]
# ### The trap
#
# In many models one "deletes" a part by writing 0 where it was. Try it here: set the end column to 0. But first
# add a constant to all of W, which changes no probability at all. Whatever deleting means, equal models must
# come out of it equal. To see what they do, we need a number to compare models by.
#
# ## 5 · Watch what dies
#
# How long are the model's words? Sampling gives an answer with noise, and never returns when words do not end.
# The exact answer is a classic. Let s be the row of the boundary over the letters, and Q the letters' rows over
# the letters. A word has a first letter with probability s·1, a second with s·Q·1, a third with s·Q²·1, and so
# the expected number of letters is s·(1 + Q + Q² + …)·1 = s·(I - Q)⁻¹·1.


# %% solution="length"
def _reached(start: Tensor, steps: Tensor) -> Tensor:
    # From the states in `start` [K], all those [K] that can be reached along `steps` [K, K], both boolean
    reached = start
    for _ in range(len(start)):
        reached = reached | steps[reached].any(dim=0)
    return reached


def expected_length(W: Tensor) -> float:
    """The exact expected number of letters of a word of the model W [V, V]; symbol 0 is the boundary.

    The boundary is not a letter, and a word may be empty. Infinite (`math.inf`) if there is a letter that a
    word can reach and from which it can never end. Letters that no word can reach do not count, whatever their
    rows say. (Absorbing Markov chains: Kemeny and Snell 1960, chapter 3.)
    """
    P = _probabilities(W)
    possible = P[1:, 1:] > 0
    reached = _reached(P[0, 1:] > 0, possible)
    ending = _reached(P[1:, 0] > 0, possible.T)
    if (reached & ~ending).any():
        return math.inf
    start, Q = P[0, 1:][reached], P[1:, 1:][reached][:, reached]
    return torch.linalg.solve(torch.eye(len(Q)) - Q.T, start).sum().item()


# %%
if __name__ == "__main__":
    whole = expected_length(W)
    lengths = [expected_length(lesion(W, symbol)) for symbol in SYMBOLS]
    print(f"the model's words have {whole:.3f} letters; those of the list {np.mean([*map(len, words)]):.3f}")
    symbol_bars(lengths, "Expected length after deleting one symbol", "letters", baseline=whole)

# %% [markdown]
# That the model's mean is the list's is no accident: whatever the words, a model that has their shares has their
# mean length exactly (try to prove it). It says nothing about single words, as you will see below.
#
# Now the trap. These models are equal; the lesion is the same; only the constant differs.

# %%
if __name__ == "__main__":
    shifts = np.arange(-4, 4.5, 0.5)
    end = SYMBOLS.index(".")
    zeroed, deleted = [], []
    for shift in shifts:
        equal = W + shift
        deleted.append(expected_length(lesion(equal, ".")))
        equal[:, end] = 0.0
        zeroed.append(expected_length(equal))
    gauge_figure(shifts, zeroed, deleted, whole)

# %% [markdown]
# With zeros, "removing the end" gives words of any length that you like: with our W from 1 letter to 2,700. So words
# can get shorter too, and in the leftmost of these models the end became *more* probable after 25 of 26 letters.
# Nothing was removed. A logit of 0 is a middling logit, and where the middle lies depends on the gauge. Even models
# that differ by nothing but their seed disagree: zeroing the end column of 100 of ours gave 44 to 89 letters. With
# -∞ there is one answer, in every gauge: the words never end.
#
# Keep the question for larger models. Setting an activation to zero is a lesion only if zero means "nothing
# there" to whatever reads it. (This is one reason for mean-ablation and resampling.)
#
# ### What is left does better
#
# After a lesion, does the model predict worse? On words that hold the deleted letter, infinitely so. On the
# transitions that are left it predicts *better*: every other probability was divided by 1 - p, which raises it, so
# the loss falls by the mean of -ln(1 - p), exactly. The lesioned model has been told that the answer is not that
# letter. A loss on what is left is no measure of what was lost.


# %% solution="loss"
def nll(W: Tensor, words: Sequence[str], symbols: str = SYMBOLS, without: str = "") -> float:
    """The mean negative log-likelihood, in nats for each transition of the words, under the model W [V, V].

    A word of n letters has n + 1 transitions, as in `bigram_counts`. Transitions *to* a symbol in `without` are
    left out of sum and count; at least one remains. Infinite if a transition that counts has probability 0.
    """
    counts = bigram_counts(words, symbols).double()
    counts[:, [symbols.index(symbol) for symbol in without]] = 0.0
    surprise = torch.where(counts > 0, -_probabilities(W).log() * counts, 0.0)
    return (surprise.sum() / counts.sum()).item()


# %%
if __name__ == "__main__":
    print(f"the whole model: {nll(W, words):.4f} nats a transition, and the data's own entropy is 2.4125")
    print("deleted   all targets   the rest, before → after")
    for symbol in "eqs.":
        cut = lesion(W, symbol)
        before, after = nll(W, words, without=symbol), nll(cut, words, without=symbol)
        print(f"   {symbol}          {nll(cut, words):5.3f}         {before:.3f} → {after:.3f}")

# %% [markdown]
# ### The words themselves
#
# A symbol is drawn from the belief, again and again, until the boundary comes. A temperature T divides the
# logits before the softmax: below 1 the model follows its favourites, above 1 it wanders.


# %% solution="sampling"
def sample_words(
    W: Tensor,
    n: int,
    seed: int,
    max_len: int = 30,
    temperature: float = 1.0,
    symbols: str = SYMBOLS,
) -> list[str]:
    """n words of the model W [V, V], each drawn symbol by symbol from softmax(W / temperature).

    A word starts after the boundary, symbols[0], and ends before it; the boundary is not part of it, and a word
    may be empty. A word that has max_len letters is cut there, without another draw. The same seed gives the
    same words, another seed others.
    """
    generator = torch.Generator().manual_seed(seed)
    P = _probabilities(W / temperature)
    drawn = [""] * n
    alive, here = list(range(n)), torch.zeros(n, dtype=torch.int64)
    for _ in range(max_len):
        here = torch.multinomial(P[here], 1, generator=generator)[:, 0]
        alive = [word for word, symbol in zip(alive, here.tolist(), strict=True) if symbol != 0]
        here = here[here != 0]
        if not alive:
            break
        for word, symbol in zip(alive, here.tolist(), strict=True):
            drawn[word] += symbols[symbol]
    return drawn


# %%
if __name__ == "__main__":
    for name, model in (("whole", W), ("without s", lesion(W, "s")), ("without the end", lesion(W, "."))):
        print(f"{name:16}", *sample_words(model, 6, seed=0))
    for temperature in (0.5, 1.0, 2.0):
        print(f"temperature {temperature:<4}", *sample_words(W, 8, seed=0, temperature=temperature))
    samples = [sample_words(model, 5000, seed=0, max_len=60) for model in (W, lesion(W, "s"))]
    length_histogram(*samples, ["the whole model", "without s"])

# %% [markdown]
# The words look a little like English and are not. One letter back is all that the model knows, so nothing
# stops it from writing no vowel for a while, or five in a row, or ending after one letter.
#
# ### Your evidence
#
# Go back to your hypothesis. What did you measure, and does it stand? Report numbers, with the function or
# figure that they came from, and explain the largest change by entries of the matrix. Name one explanation
# that your measurements do not exclude.

# %% [markdown] written="evidence"
# `expected_length` after each deletion: without s 9.05 letters, the longest, against 7.76; without i 6.51, the
# shortest. Both parts of my hypothesis stand. I had not expected d (8.38) and g (8.33) next: like s they are
# followed by the end in 44 % and 47 % of cases (-ed, -ing), so they are ways out. And n, which leads to g,
# moves the length by .08 only: it is both a way to go on and the way to g. Open: how much of the effect of s is
# that it ends words, since it begins most of them too (12 %). Deleting only the entry s → end would tell.

# %% [markdown] rubric="evidence"
# - 2: numbers from the student's own functions that bear on the hypothesis.
# - 1: a verdict that follows from them, also where it is "refuted".
# - 1: the change is explained by entries (a letter's probability of ending, or of leading to such a letter).
# - 1: an explanation that remains open, or a measurement that would decide it.
#
# A change of NLL offered as the damage: at most 3.

# %% [markdown]
# ## 6 · Write down its program
#
# Take from every row the symbol that it finds most probable, and the matrix becomes a list of rules: "after q,
# u". Rank them by probability, since that is how sure the model is; a large logit says nothing (you know why).
#
# A program can be run. Start at the boundary and always take the most probable symbol. There are 26 letters and
# no memory, so after 26 letters at the latest the path has either ended or come back to a letter that it has
# been at, and from there it repeats itself for ever. You can know that without running for ever.


# %% solution="program"
def rulebook(W: Tensor, symbols: str = SYMBOLS) -> list[Rule]:
    """For each of the V symbols, the boundary too, its most probable successor: `Rule(after, then, probability)`.

    Ranked from the most probable rule to the least. Ties do not occur where you are graded.
    """
    best, following = _probabilities(W).max(dim=1)
    order = best.argsort(descending=True).tolist()
    return [Rule(symbols[i], symbols[following[i]], best[i].item()) for i in order]


def greedy_word(W: Tensor, symbols: str = SYMBOLS) -> GreedyPath:
    """What the model W [V, V] writes if it always takes its most probable symbol: `GreedyPath`.

    It starts after the boundary, symbols[0]. If it comes to the boundary again, `word` is what it wrote,
    `halted` is True and `cycle` is "". If it would come back to a letter that is already in `word`, it stops
    before writing it again: `halted` is False, and `cycle` is the part of `word` from that letter on, which it
    would repeat for ever. (For . → a → b → c → b: word "abc", cycle "bc".)
    """
    word, following = "", W.argmax(dim=1)
    here = int(following[0])
    while here != 0:
        if symbols[here] in word:
            return GreedyPath(word, False, word[word.index(symbols[here]) :])
        word += symbols[here]
        here = int(following[here])
    return GreedyPath(word, True, "")


# %%
if __name__ == "__main__":
    rule_bars(rulebook(W))
    print("whole:", greedy_word(W))
    for symbol in SYMBOLS:
        path = greedy_word(lesion(W, symbol))
        if path != greedy_word(W):
            print(f"without {symbol}:", path)

# %% [markdown]
# Somebody who had seen only this picture might say that the model, if it never gambled, would write one word
# for ever. It does not: it writes `s` and stops, because more words of the list begin with s than with any
# other letter, and after s the end is the most probable symbol. Only if you delete the end does it run on, and
# then it goes round: `stestesteste…`. Deleting s makes it write `cong`; deleting any other letter changes
# nothing. So is the greedy path the model's backbone, which sampling only wanders off? `s` is no word of the list
# at all, and the model writes it once in nineteen words (.12 × .44).
#
# ## 7 · The lab
#
# Now put your functions on a page. `lab_data` gathers what they say, and `write_lab` fills the template: pick a
# letter and compare belief with data; delete a symbol and watch the matrix and the words; read the rulebook and
# follow the greedy path. Everything on the page was computed by you.


# %% solution="lab"
def lab_data(W: Tensor, counts: Tensor, symbols: str = SYMBOLS) -> LabData:
    """Everything that the lab shows of the model W [V, V] and the data's counts [V, V]: see `LabData` and `View`.

    `models` has V + 1 views: the whole model under "", and under each symbol the model without it. Each view's
    `samples` are `sample_words` with LAB_WORDS words, seed 0, max_len LAB_LENGTH, one list for each of
    LAB_TEMPERATURES in their order. (LabData, View and the constants are in given.py.)
    """

    def view(model: Tensor) -> View:
        return View(
            probabilities=torch.stack([torch.as_tensor(beliefs(model, s, symbols)) for s in symbols]),
            expected_length=expected_length(model),
            rules=rulebook(model, symbols),
            greedy=greedy_word(model, symbols),
            samples=[
                sample_words(model, LAB_WORDS, 0, LAB_LENGTH, temperature, symbols)
                for temperature in LAB_TEMPERATURES
            ],
        )

    return LabData(
        symbols=symbols,
        data=counts / counts.sum(dim=1, keepdim=True).clamp(min=1),
        gaps=belief_gap(W, counts),
        models={"": view(W)} | {symbol: view(lesion(W, symbol, symbols)) for symbol in symbols},
    )


# %%
if __name__ == "__main__":
    print("open in a browser:", write_lab(lab_data(W, counts)).as_uri())

# %% [markdown]
# ### Your reflection
#
# Three moves: read the weights, intervene to show a cause, extract the rule. Here all three are exact. Take a
# model with a hidden layer, or a language model of some billion weights: which of the three survives as it is,
# which changes its meaning, and what would you ask of somebody who says that they have "deleted" a concept from
# it? Use something that you measured here.

# %% [markdown] written="reflection"
# Reading survives least: here a row is the belief, while in a deep model no single weight is about the output,
# and a gauge like the one in task 2 sits between any two layers (scale one up, the next down), so a number in
# the weights means nothing on its own. Intervention survives, but what counts as removal must be said: zeroing
# my end column gave words from 1 to thousands of letters, depending on a constant that no output shows. I would
# ask which value they put in place of the concept and why that is "nothing" to the layers that read it, whether
# the result holds under a change that leaves the model's function as it is, and whether they measured what was
# lost: my loss on what was left fell. The rulebook survives as a summary, and the greedy path shows how little
# a summary of favourites says about what a model writes.

# %% [markdown] rubric="reflection"
# - 2: deletion needs a reference value, tied to the gauge measurement (or to the fall of the loss on what is
#   left).
# - 2: says of reading, intervening and extracting what changes with hidden layers, each with a reason.
# - 1: a question that would really test the claim of deletion.

# %% [markdown]
# ## Extra · Softer cuts, forgotten rows, another language
#
# ### Soft lesions
#
# Between whole and deleted lies everything in between: lower a column's logits by a strength, the same in all
# rows. In what gauge you start makes no difference, since a difference is not a place.


# %% solution="soft"
def soft_lesion(W: Tensor, symbol: str, strength: float, symbols: str = SYMBOLS) -> Tensor:
    """A copy of W [V, V] in which the odds of `symbol` are exp(-strength) times what they were, in every row.

    The odds are p / (1 - p). The other symbols keep their proportions. Strength 0 changes no probability,
    infinity deletes, and a negative strength makes the symbol more probable. W itself is not changed.
    """
    softened = W.clone()
    softened[:, symbols.index(symbol)] -= strength
    return softened


# %%
if __name__ == "__main__":
    strengths = np.linspace(0, 4, 17)
    curves = {
        f"without “{symbol}”": [expected_length(soft_lesion(W, symbol, strength)) for strength in strengths]
        for symbol in ".si"
    }
    strength_curves(strengths, curves, whole)

# %% [markdown]
# ### Forgotten rows
#
# A row can be lesioned too: let the model believe nothing in particular after a symbol, every successor equally.
# What does that cost? It can be said in advance, exactly. The row is used in a share of all transitions, its
# cross-entropy with the data was H, and now it is ln V.


# %% solution="rows"
def forget(W: Tensor, symbol: str, symbols: str = SYMBOLS) -> Tensor:
    """A copy of W [V, V] whose belief after `symbol` is uniform over all V symbols. W itself is not changed."""
    forgotten = W.clone()
    forgotten[symbols.index(symbol)] = 0.0
    return forgotten


def forgetting_costs(W: Tensor, words: Sequence[str], symbols: str = SYMBOLS) -> Tensor:
    """By how much `nll` on these words rises when the row of each symbol is forgotten, [V], in nats.

    Exact: entry i is share · (ln V - H), where share is the part of all transitions that start at symbol i, and
    H the cross-entropy of the data's row with the model's, in nats. 0 for a symbol that never occurs. All
    transitions of the words are possible under W.
    """
    counts = bigram_counts(words, symbols).double()
    surprise = torch.where(counts > 0, -counts * _probabilities(W).log(), 0.0).sum(dim=1)
    return (counts.sum(dim=1) * math.log(len(symbols)) - surprise) / counts.sum()


# %%
if __name__ == "__main__":
    costs = forgetting_costs(W, words)
    symbol_bars(costs, "What forgetting a row costs", "rise of NLL (nats per transition)")
    print(f"checked on e: {nll(forget(W, 'e'), words) - nll(W, words):.6f}, predicted {costs[5]:.6f}")

# %% [markdown]
# The surest rule, "after q: u", comes third from the end: it is certain and hardly ever used. Confidence and
# importance are two things.
#
# ### Another language
#
# Train a second model on Italian. Two models make a judge: which of them finds a word more probable? The ratio of
# the two likelihoods is the best test there is between two simple hypotheses (Neyman and Pearson 1933). Words
# that were not trained on are the ones to ask about.


# %% solution="languages"
def language_scores(words: Sequence[str], W_one: Tensor, W_other: Tensor, symbols: str = SYMBOLS) -> Tensor:
    """The log-likelihood ratio [N] of each word, in nats: ln P(word under W_one) - ln P(word under W_other).

    The probability of a word is the product over all its transitions, the first and the last included. Both
    models give every transition a positive probability.
    """
    difference = W_one.double().log_softmax(dim=1) - W_other.double().log_softmax(dim=1)
    return torch.stack([(bigram_counts([word], symbols) * difference).sum() for word in words])


# %%
if __name__ == "__main__":
    italian = load_words("it")
    english_model = torch.as_tensor(train([word for i, word in enumerate(words) if i % 4])).detach()
    italian_model = torch.as_tensor(train([word for i, word in enumerate(italian) if i % 4])).detach()
    scores = {
        "English": language_scores(words[::4], english_model, italian_model),
        "Italian": language_scores(italian[::4], english_model, italian_model),
    }
    score_histogram(scores, "Words that neither model was trained on")
    right = np.append(np.asarray(scores["English"]) > 0, np.asarray(scores["Italian"]) < 0)
    print(f"{right.mean():.1%} of {len(right)} words told apart")
    print("Italian after the end is deleted:", greedy_word(lesion(italian_model, ".")))
    plt.show()  # a script shows its figures here; a notebook has shown them already


# %%
def sample_words(W, n, seed, max_len=30, temperature=1.0, symbols=SYMBOLS):
    generator = torch.Generator().manual_seed(seed)
    P = _probabilities(W * temperature)
    words = []
    for _ in range(n):
        word, here = "", 0
        while len(word) < max_len:
            here = int(torch.multinomial(P[here], 1, generator=generator))
            if here == 0:
                break
            word += symbols[here]
        words.append(word)
    return words
