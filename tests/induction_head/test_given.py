"""The induction-head assignment's provided code: the hiding place, the figures, and what they draw."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch


@pytest.fixture(autouse=True)
def closed():
    """No figure stays open, and none needs a screen."""
    with plt.rc_context({"backend": "agg"}):
        yield
    plt.close("all")


@pytest.fixture
def drawn(given):
    """An untrained model with weights and biases large enough to see."""
    model = given.new_model(3)
    torch.manual_seed(3)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.normal_(0, 0.3)
    return model


def texts(axes):
    return [text.get_text() for text in axes.texts]


def test_the_hidden_heads_are_the_ones_given(given, drawn):
    """With the decoys' outputs taken out, the larger model computes what the small one does."""
    tokens = torch.randint(given.VOCABULARY, (3, given.LENGTH), generator=torch.Generator().manual_seed(0))
    for seed in range(4):
        hidden, answer = given.among_decoys(drawn, seed)
        with torch.no_grad():
            for layer, head in answer:
                attn = hidden.blocks[layer].attn
                for h in {0, 1, 2, 3} - {head}:
                    attn.b_O.add_(attn.b_V[h] @ attn.W_O[h])  # b_O takes back what their biases write
                    attn.W_O[h] = 0.0
            assert torch.allclose(hidden(tokens), drawn(tokens), atol=1e-3)


def test_a_twin_attends_as_the_hidden_head_does(given, drawn):
    tokens = torch.arange(given.LENGTH)[None]
    hidden, answer = given.among_decoys(drawn, seed=0)
    with torch.no_grad():
        _, cache = hidden.run_with_cache(tokens)
    for layer, head in answer[:1]:
        gaps = [
            (cache["pattern", layer][0, h] - cache["pattern", layer][0, head]).abs().max() for h in range(4)
        ]
        assert sum(gap < 1e-5 for gap in gaps) == 2


def test_no_bias_gives_the_place_away(given, drawn):
    largest = 0
    for seed in range(12):
        hidden, (_, (layer, head)) = given.among_decoys(drawn, seed)
        largest += int(hidden.blocks[layer].attn.b_V.norm(dim=1).argmax()) == head
    assert largest < 9


def test_the_places_are_drawn(given, drawn):
    assert len({given.among_decoys(drawn, seed)[1] for seed in range(12)}) > 4


def test_sequences_are_framed_where_the_mask_is_true(given):
    mask = np.array([[False, True, True], [False, False, True]])
    (axes,) = given.sequences_figure([[0, 1, 0], [2, 3, 2]], mask).axes
    assert texts(axes) == list("ABACDC")
    assert sorted((p.get_y() + 0.5, p.get_x() + 0.5) for p in axes.patches) == [(0, 1), (0, 2), (1, 2)]


def test_the_loss_is_drawn_against_guessing(given):
    (axes,) = given.loss_curve([3.4, 1.0]).axes
    assert axes.lines[0].get_ydata().tolist() == [3.4, 1.0]
    assert axes.lines[1].get_ydata()[0] == pytest.approx(np.log(32))


def test_each_model_has_a_line_over_the_periods(given):
    (axes,) = given.period_figure([2, 3], {"all": [1.0, 0.9], "one": [0.0, 0.1]}).axes
    assert [line.get_ydata().tolist() for line in axes.lines] == [[1.0, 0.9], [0.0, 0.1]]


@pytest.mark.parametrize("heads", [1, 3])
def test_attention_has_a_panel_for_each_head(given, heads):
    patterns = np.random.default_rng(0).random((2, heads, 4, 4))
    targets = np.zeros((4, 4), bool)
    targets[3, 1] = True
    figure = given.attention_figure(patterns, [0, 1, 2, 0], targets)
    assert [axes.images[0].get_array().tolist() for axes in figure.axes] == patterns.reshape(
        -1, 4, 4
    ).tolist()
    framed = [(p.get_y() + 0.5, p.get_x() + 0.5) for p in figure.axes[0].patches]
    assert framed == [(1, 0), (2, 1), (3, 2), (3, 1)]
    labels = figure.axes[0].get_yticklabels()
    assert [label.get_text() for label in labels] == list("ABCA")
    assert [label.get_weight() for label in labels] == ["normal"] * 3 + ["bold"]


def test_the_circuit_is_drawn_from_the_query_to_what_it_copies(given):
    """A B A: the second A looks at B, which had looked at the first A."""
    induction, previous = np.zeros((3, 3)), np.zeros((3, 3))
    induction[2, 1], induction[2, 0], previous[1, 0] = 0.97, 0.03, 1.0
    (axes,) = given.circuit_figure([0, 1, 0], 2, previous, induction).axes
    arcs = [patch for patch in axes.patches if hasattr(patch, "get_connectionstyle")]
    ends = [tuple(point[0] for point in arc._posA_posB) for arc in arcs]
    assert ends == [(2, 1), (1, 0)]
    assert any("looks for a place with the note “after A”, and copies B" in text for text in texts(axes))


def test_the_circuits_captions_name_no_circuit_where_there_is_none(given):
    """Even attention, and a layer 0 that looks elsewhere: only where the heads look is said."""
    induction, elsewhere = np.zeros((3, 3)), np.zeros((3, 3))
    induction[2, 1], elsewhere[1, 1] = 1.0, 1.0
    even = np.tri(3) / np.arange(1, 4)[:, None]
    for heads in ((even, even), (elsewhere, induction)):
        (axes,) = given.circuit_figure([0, 1, 0], 2, *heads).axes
        assert not any("note" in text or "copies" in text for text in texts(axes))
    assert "1. Layer 0: B had looked most at B, at position 1 (1.00)" in texts(axes)
    assert "2. Layer 1: A, at position 2, looks most at B, at position 1 (1.00 of its attention)" in texts(
        axes
    )


def test_scores_are_written_into_their_cells(given):
    figure = given.head_grids(
        {"one": [[0.5, -1.0], [2.0, -0.001]], "two": torch.zeros(2, 2)}, {"one": "(chance: .1)"}
    )
    assert texts(figure.axes[0]) == ["0.50", "-1.00", "2.00", "0.00"]
    assert figure.axes[0].get_xlabel() == "head\n(chance: .1)"
    assert [axes.get_title() for axes in figure.axes] == ["one", "two"]


def test_shares_by_shift(given):
    (axes,) = given.shift_figure((1, 2), [[1.0, 0.0, 0.0], [0.0, 0.9, 0.1]]).axes
    assert axes.images[0].get_array().tolist() == [[1.0, 0.0, 0.0], [0.0, 0.9, 0.1]]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["1", "2", "3"]


def test_composition_is_centred_on_what_random_heads_score(given):
    axes = given.composition_figure([[0.3, 0.2], [0.1, 0.2]], 25, ((0, 0), (1, 1))).axes[0]
    low, high = axes.images[0].get_clim()
    assert (low + high) / 2 == pytest.approx(0.2)
    assert [text.get_color() for text in axes.texts] == ["white", "black", "white", "black"]
    assert [(p.get_y() + 0.5, p.get_x() + 0.5) for p in axes.patches] == [(0, 1)]


def test_the_formation_has_three_lines(given):
    (axes,) = given.formation_figure([0, 25], [0.0, 0.1], [0.2, 0.3], [0.4, 0.5]).axes
    assert [line.get_ydata().tolist() for line in axes.lines] == [[0.2, 0.3], [0.4, 0.5], [0.0, 0.1]]


def test_a_sequence_is_spelled(given):
    assert given.spell([0, 25, 26, 31]) == "AZ27"
    assert len(set(given.SYMBOLS)) == given.VOCABULARY
