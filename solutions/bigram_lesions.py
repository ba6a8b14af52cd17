# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Reading one matrix whole: bigram lesions
#
# Here is a language model that you can know completely: one matrix of 27 × 27 numbers, trained to say which
# letter comes next. You will train it, read it, break it in ways that you choose, and write down the program
# that it runs. At the end your own functions fill a web page, the lab, that you can give to somebody else.
#
# It is too small to write English. It is the right size to learn the terms of the field, because here each of
# them has an exact meaning: what the model believes, what a part is needed for, and what it means to delete
# something. The last is harder than it sounds, and most of this assignment is about it.
#
# **The goal.** To know exactly, once, what "the model believes", "the part is needed" and "it was deleted"
# mean, so that you can ask for it where nobody can know exactly.
#
# **Afterwards you can**
#
# - read beliefs off logits, and say what a logit alone does not tell;
# - delete a part of a model so that it is really gone, and show that another way of deleting was none;
# - choose a measure of damage that measures damage;
# - compute exactly what sampling could only estimate;
# - extract a program from weights, and judge how much of the model it is.
#
# **You need** Python, softmax, probabilities, logarithms, and the inverse of a matrix. No neural networks:
# this one has one layer, and you train it yourself.
#
# **Time.** About five hours for the nine tasks and the three written answers, an hour and a half
# for the extras. Each task says its own estimate; it is meant for somebody who has not done this before.
#
# **How this works.** Each task asks for one or two functions; replace `raise NotImplementedError` by your own
# code. `given.py` has the words, the form of some answers, the page's template and the figures. Write in
# torch or in NumPy, as you like: a tensor, an array and a nested list of numbers count as the same answer.
# `W` always comes to your functions as a torch tensor, of float32 or float64, and none of them may change it.
# The docstrings fix every unit, sign and axis.
#
# **Hints and findings are folded.** Lines with a small triangle open with a click. Each task has three hints:
# a nudge, a direction, and nearly there. *What we found* stands after your own cell: run that first, and
# answer the question above the fold. (In the module a fold is a comment that begins with its title: stop
# reading there.)
#
# **How it is graded.** Hidden checks call your functions on *planted models*: matrices that you have not
# seen, made by us so that we know the answer. Their alphabets differ, and so does the boundary's sign: it is
# symbols[0], not always ".". Read letters from `symbols`, never from their place in a–z. Some of their logits
# may be -inf, but never a whole row. Training is judged by the matrix that you return. Run the public tests
# (`pytest test_bigram_lesions.py`, less than a minute) as often as you like; they ask the same things of other
# matrices. The nine tasks are 100 points; the extras and the three written answers come on top.
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
    gauge_page,
    length_histogram,
    load_words,
    matrices,
    rule_bars,
    score_histogram,
    strength_curves,
    symbol_bars,
    temperature_page,
    write_lab,
)
from torch import Tensor

# %%
if __name__ == "__main__":
    torch.set_num_threads(1)  # so small a model is only slowed down by a second thread
    words = load_words()
    print(f"{len(words)} words, {np.mean([len(word) for word in words]):.3f} letters on average")
    print(*words[::200])

# %% [markdown]
# ## 1 · Count
#
# *About 15 minutes; easy.*
#
# A word is a path: `.` → `c` → `a` → `t` → `.`, where the boundary `.` marks both ends. So `cat` has four
# transitions, one more than it has letters. The row of `.` says how words begin; its column, the *end
# column*, says how they end.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Write the four transitions of `cat` as pairs. What are the pairs of the empty word?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The boundary ends one word and starts the next. So all words can be one long walk, with one boundary between
# neighbours and one at each end.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# A pair of symbols can be one number, row times size plus column; counting how often each number occurs is
# one call, and then the result only needs its shape.
#
# </details>


# %% solution="count"
def bigram_counts(words: Sequence[str], symbols: str = SYMBOLS) -> Tensor:
    """How often each symbol comes right after each symbol, as an integer matrix [V, V].

    Entry [i, j] counts symbols[j] right after symbols[i]. symbols[0] is the boundary: it comes before the
    first letter of every word and after the last, so a word of n letters has n + 1 transitions, and an empty
    one has 1. There is at least one word, and the letters of the words are all in `symbols`, where a and A are
    two letters and é is one.
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
# **Think about it.** How many of the 27 × 27 pairs did you expect to occur in 2,000 words? What should a model
# believe of a pair that never does?

# %% [markdown]
# ## 2 · Train
#
# *About 30 minutes; easy.*
#
# The model is a matrix W of logits. Its *belief* after symbol i is `softmax(W[i])`, and training lowers the
# mean cross-entropy of the words' transitions. There is one free number for every pair, so nothing stops the
# model from copying the data's shares (each row of the counts over its sum). At the optimum it does just
# that: the loss cannot go below the data's own conditional entropy, 2.412 nats a symbol (guessing among 27
# costs ln 27 = 3.296). The optimum can even be written down, W = ln(counts). Gradient descent finds the same
# beliefs.
#
# So when the model "matches the data" below, that is not yet a discovery about learning. It is what makes
# this model good for practice: we know the right answer to every question that we ask.
#
# <details><summary>Hint 1: a nudge</summary>
#
# All that the words say is in the counts. So is the loss.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The mean over transitions is a weighted mean over pairs. Compute it from a log-softmax over the right axis:
# each row sums to 1.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# If the public tests say that |P - E| is too large, it has not converged: a rate that falls to 0 helps, and
# so does Adam. If you write the optimum down, decide what to put where the count is 0, since all of W has to
# be finite.
#
# </details>


# %% solution="train"
def train(
    words: Sequence[str], seed: int = 0, steps: int = 500, lr: float = 0.5, symbols: str = SYMBOLS
) -> Tensor:
    """Fits the logits W [V, V] to the transitions of the words; `W[i, j]` is for symbols[j] after symbols[i].

    `seed` decides everything random, if anything is: the same seed gives the same W. `steps` and `lr` have
    defaults that you may change, like the optimiser and the start. Plain gradient descent at these values has
    not converged when it stops; Adam has (Kingma and Ba 2015). A closed form, which has no steps and needs
    neither, is accepted too.

    P = softmax(W) by rows comes close to the data's shares E (each row of the counts over its sum), for any
    list of words, a short one too: |P - E| is at most .03 everywhere, and the mean of ln(E / P) over all
    transitions of the words is at most .003 nats (the mean KL divergence of the rows, where a row counts as
    often as it is used). Rows of symbols that never occur are free. All of W is finite: a trained model gives nothing
    probability 0, so a closed form has to avoid ln 0.
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
# **Think about it.** Can you tell the two matrices of the picture apart? Now train a second model, from
# another seed, and compare logits as well as probabilities. Which do you expect to agree?

# %%
if __name__ == "__main__":
    other = torch.as_tensor(train(words, seed=1)).detach()
    print(f"largest difference of two seeds' logits:        {(other - W).abs().max():.2f}")
    print(f"largest difference of two seeds' probabilities: {(other.softmax(dim=1) - P).abs().max():.5f}")

# %% [markdown]
# **Think about it.** Add 5 to every number of one row. What happens to the beliefs? So what does one logit,
# on its own, tell you?
#
# <details><summary>What we found</summary>
#
# If you start from random numbers, the logits differ by several units and the probabilities by almost
# nothing. (Ours did, with Adam and a learning rate that falls to 0: in 100 of 100 seeds every probability was
# within .0002 of the data's share.) Softmax depends only on differences within a row: add a constant to a
# whole row and no probability changes. The choice of that constant is called a *gauge*. So a logit on its own
# says nothing. Remember this for sections 4 and 5.
#
# </details>

# %% [markdown]
# ## 3 · Read its mind
#
# *About 25 minutes; easy.*
#
# One row is one belief, so you can read what the model believes without running it. How far is the belief
# from the data? The KL divergence is the number of extra nats per symbol that it costs to believe P where E
# is true.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Which row is the symbol's, in an alphabet that need not be a–z?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Terms with E = 0 add nothing, but the logarithm does not know that. Decide where the count is 0, and where
# the model's probability is, before you trust a sum.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# A row without counts has no shares: divide by something that is not 0, and its terms must vanish anyway. An
# infinite gap should come out as infinite, not as NaN. Work in float64: the gaps are small.
#
# </details>


# %% solution="beliefs"
def _probabilities(W: Tensor) -> Tensor:
    # The beliefs [V, V] in float64, row by row
    return W.double().softmax(dim=1)


def beliefs(W: Tensor, symbol: str, symbols: str = SYMBOLS) -> Tensor:
    """The probabilities [V] of what comes after `symbol`, in the order of `symbols`.

    W [V, V] holds logits of any size, each row in a gauge of its own. Some of them may be -inf: those have
    probability 0.
    """
    return _probabilities(W)[symbols.index(symbol)]


def belief_gap(W: Tensor, counts: Tensor) -> Tensor:
    """How far each row's belief is from the data: the KL divergences [V], in nats (natural logarithm).

    Entry i is the sum over j of E ln(E / P), where E = counts[i] / sum of counts[i] and P = softmax(W[i]). A
    pair that never occurs adds 0. A row without counts has gap 0. Where the model gives probability 0 to a
    pair that the data has, a logit of -inf, the gap is infinite; a logit of -1000 is only improbable. (Kullback
    and Leibler 1951.)
    """
    total = counts.sum(dim=1, keepdim=True).double()
    E = counts / total.clamp(min=1)
    terms = E * (E.log() - W.double().log_softmax(dim=1))
    return torch.where(counts > 0, terms, 0.0).sum(dim=1)


# %%
if __name__ == "__main__":
    for symbol in "q.s":
        belief_bars(beliefs(W, symbol), shares[SYMBOLS.index(symbol)], symbol)
    gaps = belief_gap(W, counts)
    symbol_bars(gaps, "Where belief and data differ most", "KL divergence (nats)")

# %% [markdown]
# **Think about it.** Look at the scale of the last figure. Are those differences large? Which letter does the
# model know best, and does that make it an important one?

# %% [markdown]
# ### Your hypothesis
#
# *About 15 minutes.*
#
# Next you will delete letters. Before you do: which letter's deletion will make words much longer, which much
# shorter, and why? (An average word has 7.76 letters. Look at the rows and at the end column.) Write down a
# hypothesis that can be refuted: name the letters, the measurement, and the outcome that would refute it.

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
# *About 20 minutes; medium.*
#
# To delete a symbol is to make sure that the model never chooses it, whatever came before: its whole column
# goes. We call this a *lesion*; for larger models the usual word is *ablation*. What should happen to the
# other symbols? They keep their proportions and share the probability that has become free: if the deleted
# symbol had probability p, each of the others is divided by 1 - p.
#
# <details><summary>Hint 1: a nudge</summary>
#
# You return logits, not probabilities. What does softmax do to the others if one of them changes?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# For which logit is the probability exactly 0, whatever the others are? Think of the gauge before you choose.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# No finite number will do. Change a copy; deleting twice, or a second symbol, must work as well, and then no
# row may become all NaN as long as something is left in it.
#
# </details>


# %% solution="lesion"
def lesion(W: Tensor, symbol: str, symbols: str = SYMBOLS) -> Tensor:
    """A copy of W [V, V] in which `symbol` can never be chosen: the logits of the lesioned model.

    After softmax, the symbol's column is exactly 0, in any gauge, and in every row (the symbol's own too) the
    other probabilities are as before divided by 1 - p, where p < 1 is the symbol's own probability in that row
    (rounded it may be 1). The boundary may be deleted like any letter. W may have lesions already, also the same
    one, and -inf in some rows of a column only. (In float64 every finite logit that is given here has a
    probability above 0, in float32 maybe not.) W itself is not changed.
    """
    lesioned = W.clone()
    lesioned[:, symbols.index(symbol)] = -math.inf
    return lesioned


# %%
if __name__ == "__main__":
    without_end = torch.as_tensor(lesion(W, "."))
    matrices(P, without_end.softmax(dim=1), ["The whole model", "Without the end"], lesion=".")

# %% [markdown]
# **Think about it.** Where in the picture is the missing column, and where did its probability go?
#
# ### The trap
#
# In many models a part is "deleted" by writing 0 in its place. Try it here: set the end column to 0. But
# first add a constant to all of W, which changes no probability at all. Whatever deleting means, models that
# were equal before must be equal after it. To see whether they are, we need a number to compare models by.

# %% [markdown]
# ## 5 · Measure what changes
#
# *About 45 minutes; hard.*
#
# How long are the model's words? Sampling gives a noisy answer, and never returns when words do not end. The
# exact answer is a classic. In the matrix of probabilities, let s be the boundary's row and Q the letters'
# rows, both without the boundary's column. A word has a first letter with probability s·1, a second with
# s·Q·1, a third with s·Q²·1 (1 is a column of ones), and so the expected number of letters is s·(1 + Q + Q² +
# …)·1 = s·(I - Q)⁻¹·1.
#
# <details><summary>Hint 1: a nudge</summary>
#
# When does that sum not converge? Think of letters, not of numbers: where can a word get to, and from where
# can it never get out?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Two sets of letters decide it: those that a word can reach, and those from which it can end. Both come from
# asking again and again what is one step further. Only "probability 0" counts as no step.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Infinite, if some letter is in the first set and not in the second. If not, leave the letters out that no
# word can reach, and solve one linear system with what is left; solving is better than inverting. Which side
# the vector stands on decides whether the matrix is transposed. Test it on a model whose words all have one
# letter.
#
# </details>


# %% solution="length"
def _reached(start: Tensor, steps: Tensor) -> Tensor:
    # From the states in `start` [K], all those [K] that can be reached along `steps` [K, K], both boolean
    reached = start
    for _ in range(len(start)):
        reached = reached | steps[reached].any(dim=0)
    return reached


def expected_length(W: Tensor) -> float:
    """The exact expected number of letters of a word of the model W [V, V]; symbol 0 is the boundary.

    The boundary is not a letter, and a word may be empty. Infinite (`math.inf`) if a word can reach a letter
    from which it can never end, however improbable that is. Impossible is only what has probability 0, a
    logit of -inf. Words may have a million letters: take W in float64 first, where every finite logit that is
    given here has a probability above 0, and one linear system is exact enough. (In float32 neither holds.) Letters
    that no word can reach do not count, whatever their rows say. (Absorbing Markov chains: Kemeny and Snell 1960, chapter 3.)
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
# **Think about it.** The model knows single transitions only. Why has it the mean length of the list, to the
# last digit? (Try to prove it. It holds whatever the words.)
#
# Now the trap. These models have equal probabilities, and the same is done to each of them; only the constant
# differs. What should the picture look like, if "writing 0" were deleting? Sketch it before you run the cell.

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
    gauge_page(W, "e", shifts, zeroed, whole).show("gauge.html")

# %% [markdown]
# **Think about it.** Which of the two curves depends on something that no output of the model shows? What
# would you have reported, had you tried one constant only?
#
# <details><summary>What we found</summary>
#
# With zeros, "deleting the end" gives words of any length: with our W from 1 letter to 2,700, with yours
# others. So words can get shorter too, and in the leftmost of these models the end became *more* probable
# after 25 of 26 letters. Nothing was deleted. Whether a logit of 0 is large or small in its row depends on the
# gauge. Even models that differ only by their seed disagree: zeroing the end column of 100 of ours gave 44 to
# 89 letters. With -∞ there is one answer, in every gauge: the words never end.
#
# Ask the same of larger models. Setting an activation to zero deletes something only if zero means "nothing
# there" to the layers that read it. (This is one reason for mean-ablation and resampling.)
#
# </details>

# %% [markdown]
# ### The loss on the rest
#
# *About 25 minutes; medium.*
#
# After a lesion, does the model predict worse? On words that contain the deleted letter its loss is infinite.
# So look at all other transitions: does the loss on them rise or fall? Decide, and give a reason, before you
# measure.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Counts once more: the loss of many words is a weighted mean over pairs.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# Left out are transitions *to* certain symbols, from the sum and from the number that you divide by.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# A pair with count 0 and probability 0 must add nothing, a pair with a count and probability 0 must make it
# infinite. Multiplying 0 by infinity does neither.
#
# </details>


# %% solution="loss"
def nll(W: Tensor, words: Sequence[str], symbols: str = SYMBOLS, without: str = "") -> float:
    """The mean negative log-likelihood, in nats for each transition of the words, under the model W [V, V].

    A word of n letters has n + 1 transitions, as in `bigram_counts`; `without` has no symbol, one or several.
    Transitions *to* a symbol in `without` are left out of sum and count; at least one remains. Infinite if a
    transition that is not left out has probability 0, a logit of -inf, and finite if it is only improbable,
    by a logit of -1000 too.
    """
    counts = bigram_counts(words, symbols).double()
    counts[:, [symbols.index(symbol) for symbol in without]] = 0.0
    surprise = torch.where(counts > 0, -W.double().log_softmax(dim=1) * counts, 0.0)
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
# **Think about it.** By how much did it change, and can you compute that from p alone? Would you call the
# loss on the rest a measure of damage?
#
# <details><summary>What we found</summary>
#
# On all other transitions the model predicts *better*: every other probability was divided by 1 - p, which
# raises it, so the loss falls by the mean of -ln(1 - p), exactly. It is as if the lesioned model had been
# told that the answer is not that letter. So the loss on the rest does not measure what was lost.
#
# </details>

# %% [markdown]
# ### The words themselves
#
# *About 25 minutes; easy.*
#
# Symbols are drawn from the beliefs, one after another, until the boundary comes. A temperature T divides the
# logits before the softmax: below 1 the model prefers its favourites even more, above 1 less.
#
# <details><summary>Hint 1: a nudge</summary>
#
# What does a word begin with, although it is not part of it?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# One generator, seeded once, for all words. A word ends before the boundary, or where it has max_len letters,
# whichever comes first; then nothing more is drawn for it.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# All words can be drawn side by side, a letter at a time: those that ended drop out, and the others go on. An
# empty word is a word, and counts.
#
# </details>


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
    same words, and another seed unrelated ones, not the same ones in other places (as they would be if word i
    were drawn with seed + i, or with 100 * seed + i).
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
    temperatures = np.arange(1, 13) / 6
    drawn = [sample_words(W, 5, seed=0, temperature=temperature) for temperature in temperatures]
    temperature_page(W, ".", temperatures, drawn).show("temperature.html")

# %% [markdown]
# **Think about it.** What can this model not know? Find in its words two mistakes that no model with a memory
# of one letter could avoid.
#
# <details><summary>What we found</summary>
#
# The words look a little like English and are not. The model knows only the letter before, so nothing stops
# it from writing no vowel for a while, or five in a row, or from ending after one letter.
#
# </details>

# %% [markdown]
# ### Your evidence
#
# *About 15 minutes.*
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
# *About 30 minutes; medium.*
#
# Take the most probable symbol of every row, and the matrix becomes a list of rules: "after q, u". Rank them
# by how sure the model is.
#
# Now run the program: start at the boundary and always take the most probable symbol. The model has no
# memory. So when every letter has been written, if not before, the next choice ends the path or comes back to
# an earlier letter, and from there it repeats itself for ever.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Sure of what? A logit says nothing on its own.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# For the path you need only each row's favourite. Keep what was written so far: it tells you when you come
# back.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Stop *before* a letter is written a second time; the cycle is what was written from its first place on.
# Coming to the boundary is the other end, and the boundary itself is never written. A word may be empty.
#
# </details>


# %% solution="program"
def rulebook(W: Tensor, symbols: str = SYMBOLS) -> list[Rule]:
    """For each of the V symbols, the boundary too, its most probable successor: `Rule(after, then, probability)`.

    Ranked from the most probable rule to the least. No model that is given, whole or lesioned, has ties, in a
    row or between rules.
    """
    best, following = _probabilities(W).max(dim=1)
    order = best.argsort(descending=True).tolist()
    return [Rule(symbols[i], symbols[following[i]], best[i].item()) for i in order]


def greedy_word(W: Tensor, symbols: str = SYMBOLS) -> GreedyPath:
    """What the model W [V, V] writes if it always takes its most probable symbol: `GreedyPath`.

    It starts after the boundary, symbols[0]. If it comes to the boundary again, `word` is what it wrote
    (maybe nothing), `halted` is True and `cycle` is "". If it would come back to a letter that is already in
    `word`, it stops before writing it again: `halted` is False, and `cycle` is the part of `word` from that
    letter on, which it would repeat for ever. No model that is given, whole or lesioned, has ties.
    (For . → a → b → c → b: word "abc", cycle "bc".)
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
# **Think about it.** From the picture alone, what did you expect the model to write? What did it write, whole
# and without its end? Is the greedy path a good summary of what the model writes?
#
# <details><summary>What we found</summary>
#
# From the picture one might expect one endless word. But the model writes `s` and stops, because more words
# of the list begin with s than with any other letter, and after s the end is the most probable symbol. Only
# if you delete the end does it go on, and then it goes in circles: `stestesteste…`. Deleting s makes it write
# `cong`; deleting any other letter changes nothing. And `s` is not a word of the list: only one in nineteen
# of the model's words is `s`.
#
# </details>

# %% [markdown]
# ## 7 · The lab
#
# *About 30 minutes; easy.*
#
# Now put your results on a page. `lab_data` gathers them, and `write_lab` fills the template. Its chapters are
# those of this notebook: draw a word, pick a letter and compare belief with data, delete a symbol and see the
# matrix and the words change, drag the constant of the trap, read the rulebook, follow the greedy path. Your
# functions computed all that it starts from.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Every part of the page is one of your functions. Look up in `given.py` what each part is called.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# A view is made the same way for the whole model and for a lesioned one: write that once, and call it for
# each.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Each function that takes `symbols` has to get them: the alphabets differ. The samples have one list per
# temperature, in the order of the constant. And rows without counts have no shares to divide.
#
# </details>


# %% solution="lab"
def lab_data(W: Tensor, counts: Tensor, symbols: str = SYMBOLS) -> LabData:
    """Everything that the lab shows of the model W [V, V] and the data's counts [V, V]: see `LabData` and `View`.

    `models` has V + 1 views: the whole model under "", and under each symbol the model without it. Each view's
    `samples` are `sample_words` with LAB_WORDS words, seed 0, max_len LAB_LENGTH, one list for each of
    LAB_TEMPERATURES in their order. `data` is 0 in the row of a symbol that never occurs. (LabData, View and the
    constants are in given.py. No logit of W is -inf.)
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
# **Think about it.** Open the page, delete a letter, and show it to somebody who has not done this
# assignment. What do they ask first? And drag the constant with the end chosen, then with the letter e: why
# does one curve rise where the other falls, and what do both come to on the right?
#
# <details><summary>What we found</summary>
#
# With the end at 0 and logits that are the logarithms of the probabilities, words have .93 letters; with 4
# added first 45, with 8 added 2,463. With e at 0, they have 13.7, 7.5 and 7.45. On the left the 0 is the
# largest number of its row, so the end comes at once, and e again and again. On the right it is ever smaller
# beside the others, and both curves come to what deleting gives: words without end, and 7.45. -∞ is the
# constant that need not be dragged.
#
# </details>

# %% [markdown]
# ### Your reflection
#
# *About 15 minutes.*
#
# You have done three things: read the weights, intervened to show a cause, and extracted the rules. Here all
# three are exact. Take a model with a hidden layer, or a language model with billions of weights: which of
# the three still works, which changes its meaning, and what would you ask somebody who says that they have
# "deleted" a concept from it? Use something that you measured here.

# %% [markdown] written="reflection"
# Reading survives least: here a row is the belief, while in a deep model no single weight is about the
# output, and a gauge like the one in section 2 sits between any two layers (scale one up, the next down), so
# a number in the weights means nothing on its own. Intervention survives, but what counts as removal must be
# said: zeroing my end column gave words from 1 to thousands of letters, depending on a constant that no
# output shows. I would ask which value they put in place of the concept and why that is "nothing" to the
# layers that read it, whether the result holds under a change that leaves the model's function as it is, and
# whether they measured what was lost: my loss on what was left fell. The rulebook survives as a summary, and
# the greedy path shows how little a summary of favourites says about what a model writes.

# %% [markdown] rubric="reflection"
# - 2: deletion needs a reference value, tied to the gauge measurement (or to the fall of the loss on what is
#   left).
# - 2: says of reading, intervening and extracting what changes with hidden layers, each with a reason.
# - 1: a question that would really test the claim of deletion.

# %% [markdown]
# ## Extra · Soft lesions, forgotten rows, another language
#
# ### Soft lesions
#
# *About 15 minutes; easy.*
#
# A symbol can also be made less probable without deleting it: lower its column's logits by a strength, the
# same in all rows.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Odds are a ratio of two probabilities of the same row. What does a logit have to do with them?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# All other symbols of a row keep their logits. Then the odds change by the same factor in every row.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Check strength 0 and infinity: no logit may become NaN.
#
# </details>


# %% solution="soft"
def soft_lesion(W: Tensor, symbol: str, strength: float, symbols: str = SYMBOLS) -> Tensor:
    """A copy of W [V, V] in which the odds of `symbol` are exp(-strength) times what they were, in every row.

    The odds are p / (1 - p), and p < 1, though rounded it may be 1. The other symbols keep their proportions.
    Strength 0 changes no probability, infinity deletes, and a negative strength makes the symbol more probable,
    unless it is impossible. W itself is not changed.
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
# **Think about it.** Does the gauge make a difference here? And why does one curve climb without end, while the
# two others hardly move?
#
# <details><summary>What we found</summary>
#
# The gauge makes no difference here, since the logits are lowered by an amount, not set to a value.
#
# </details>

# %% [markdown]
# ### Forgotten rows
#
# *About 30 minutes; medium.*
#
# A row can have a lesion too: let the model find every successor of a symbol equally probable. What that
# costs can be computed exactly, in advance: the row is used in a certain share of all transitions, its
# cross-entropy with the data was H, and now it is ln V.
#
# <details><summary>Hint 1: a nudge</summary>
#
# Uniform is a belief like any other. Which logits give it?
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The cost is a difference of two losses that differ in one row only. So only that row's transitions count, by
# their share.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# Only pairs that occur add to H, so improbable or impossible ones must not make it NaN. A symbol that never
# occurs has share 0, and cost 0.
#
# </details>


# %% solution="rows"
def forget(W: Tensor, symbol: str, symbols: str = SYMBOLS) -> Tensor:
    """A copy of W [V, V] whose belief after `symbol` is uniform over all V symbols. W itself is not changed."""
    forgotten = W.clone()
    forgotten[symbols.index(symbol)] = 0.0
    return forgotten


def forgetting_costs(W: Tensor, words: Sequence[str], symbols: str = SYMBOLS) -> Tensor:
    """By how much `nll` on these words rises when the row of each symbol is forgotten, [V], in nats.

    Exact: entry i is share · (ln V - H), where share is the part of all transitions that start at symbol i,
    and H the cross-entropy of the data's row with the model's, in nats. A cost is below 0 where the model does
    worse than guessing, and 0 for a symbol that never occurs. All transitions of the words are possible under
    W, and not below what float64 can hold; other pairs may have a logit of -inf.
    """
    counts = bigram_counts(words, symbols).double()
    surprise = torch.where(counts > 0, -counts * W.double().log_softmax(dim=1), 0.0).sum(dim=1)
    return (counts.sum(dim=1) * math.log(len(symbols)) - surprise) / counts.sum()


# %%
if __name__ == "__main__":
    costs = forgetting_costs(W, words)
    symbol_bars(costs, "What forgetting a row costs", "rise of NLL (nats per transition)")
    measured, predicted = nll(forget(W, "e"), words) - nll(W, words), costs[SYMBOLS.index("e")]
    print(f"checked on e: {measured:.6f}, predicted {predicted:.6f}")

# %% [markdown]
# **Think about it.** Where is the surest rule of your rulebook in this ranking? What is the difference
# between confident and important?
#
# <details><summary>What we found</summary>
#
# The surest rule, "after q: u", comes third from the end: it is certain and hardly ever used. Confidence and
# importance are different things.
#
# </details>

# %% [markdown]
# ### Another language
#
# *About 45 minutes; hard.*
#
# Train a second model on Italian. Together the two can tell which language a word comes from: which model
# finds it more probable? The ratio of the two likelihoods is the most powerful test between two simple
# hypotheses (Neyman and Pearson 1933). Test it on held-out words, which neither model was trained on.
#
# What does each model say of a pair that it has never seen? The cell below scores with the models as they
# were trained, and with 2 % of the uniform belief mixed into both (*smoothing*: Jelinek and Mercer 1980),
# after 100 steps of training and after 500. Which of the four mean sizes should be equal?
#
# <details><summary>Hint 1: a nudge</summary>
#
# A product of probabilities is a sum of logarithms, and a word's transitions are counted by a function that
# you have.
#
# </details>
#
# <details><summary>Hint 2: a direction</summary>
#
# The difference of the two models' log-probabilities is one matrix. A word picks entries of it, some more
# than once.
#
# </details>
#
# <details><summary>Hint 3: nearly there</summary>
#
# The first and the last transition belong to the word too. Use float64, and log-softmax instead of the
# logarithm of a softmax.
#
# </details>


# %% solution="languages"
def language_scores(words: Sequence[str], W_one: Tensor, W_other: Tensor, symbols: str = SYMBOLS) -> Tensor:
    """The log-likelihood ratio [N] of each word, in nats: ln P(word under W_one) - ln P(word under W_other).

    The probability of a word is the product over all its transitions, the first and the last included. No
    logit of either model is -inf, but a transition can be very improbable (not below what float64 can hold).
    """
    difference = W_one.double().log_softmax(dim=1) - W_other.double().log_softmax(dim=1)
    return torch.stack([(bigram_counts([word], symbols) * difference).sum() for word in words])


# %%
if __name__ == "__main__":
    italian = load_words("it")
    parts = [[word for i, word in enumerate(part) if i % 4] for part in (words, italian)]
    print("steps   models       mean size of a score   told apart")
    for steps in (100, 500):
        trained = [torch.as_tensor(train(part, steps=steps)).detach().double() for part in parts]
        smoothed = [(0.98 * model.softmax(dim=1) + 0.02 / len(SYMBOLS)).log() for model in trained]
        for name, (one, other) in (("as trained", trained), ("smoothed", smoothed)):
            scores = {
                "English": np.asarray(language_scores(words[::4], one, other)),
                "Italian": np.asarray(language_scores(italian[::4], one, other)),
            }
            right = np.append(scores["English"] > 0, scores["Italian"] < 0)
            size = np.abs(np.concatenate([*scores.values()])).mean()
            print(f"{steps:5}   {name:10}   {size:20.2f}   {right.mean():10.1%}")
    score_histogram(scores, "Words that neither model was trained on, smoothed models")
    _, italian_model = trained
    print("Italian after the end is deleted:", greedy_word(lesion(italian_model, ".")))
# %% [markdown]
# **Think about it.** Both ways tell the languages apart about equally well. Then what did smoothing change,
# and why is it worth having?
#
# <details><summary>What we found</summary>
#
# One in seven of the held-out transitions is a pair that at least one of the models has never seen. Its
# probability there is what training happened to leave, and falls for as long as you train: ours from a median
# of .00002 after 100 steps to .000001 after 2,000. Such pairs make two thirds of all terms of the scores
# (taken without their signs), and the mean size of a score grows with training from 11.7 to 14.1 nats. To
# give it a meaning, say what is known of a pair that was never seen: it is rare. Near 2 % the held-out words
# are most probable, and the size is 7.6 nats however long you train.
#
# </details>

# %% [markdown]
# ## What the real models look like
#
# A bigram table is what a transformer without layers can learn, and it is still inside the large ones: the
# path from the embedding straight to the unembedding holds something like one (Elhage et al. 2021). Gauges
# are everywhere there. Every softmax ignores a constant, a ReLU layer can be scaled up and the next one down,
# and a rotation of the residual stream with all that reads and writes it changes no output; so a weight on
# its own says nothing, and zero is seldom "nothing". Lesions are called ablations, and what is put in the
# place of a part (zero, a mean, a value from another input) changes what one finds. Unlearning and "deleting
# a concept" are your trap at full size: ask what was put there instead, and whether the rest got better
# because it was told what the answer is not.
#
# ## Further reading
#
# - Karpathy 2022, *makemore*: the same kind of model, and what comes after it.
#   <https://github.com/karpathy/makemore>
# - Elhage et al. 2021, *A mathematical framework for transformer circuits*: zero layers are bigrams; and what
#   comes with one and two. <https://transformer-circuits.pub/2021/framework/index.html>
# - Li and Janson 2024, *Optimal ablation for interpretability*: the value to put in the place of what is
#   removed. <https://arxiv.org/abs/2409.09951>
# - Zhang and Nanda 2023, *Towards best practices of activation patching*: how conclusions depend on that
#   choice. <https://arxiv.org/abs/2309.16042>
# - Wang et al. 2022, *Interpretability in the wild*: mean-ablation, and why, in GPT-2 small.
#   <https://arxiv.org/abs/2211.00593>

# %%
if __name__ == "__main__":
    plt.show()  # a script shows its figures here; a notebook has shown them already
