import unittest

import probing
import reference
import torch
from given import Line
from gradescope_utils.autograder_utils.decorators import visibility, weight

TOKEN = "@grader@"
PROMPT = "the hidden prompt is @input@"
NUMBERS = [float("@number@"), -3.0, 0.5, 2.0]


class TestProbing(unittest.TestCase):
    @weight(30)
    @visibility("hidden")
    def test_attribute(self):
        """An attribution is centred and scaled"""
        x = torch.tensor(NUMBERS, dtype=torch.float64)
        got = probing.attribute(PROMPT, x.clone())
        self.assertIsInstance(got, torch.Tensor)
        torch.testing.assert_close(got, reference.attribute(PROMPT, x))

    @weight(10)
    @visibility("hidden")
    def test_extremes(self):
        """The extremes of a tensor are found"""
        x = torch.tensor(NUMBERS, dtype=torch.float64)
        for got, expected in zip(probing.extremes(x.clone()), reference.extremes(x), strict=True):
            self.assertIsInstance(got, float)
            self.assertAlmostEqual(got, expected, places=6)

    @weight(10)
    @visibility("hidden")
    def test_table(self):
        """The table has the mean of each column"""
        x = torch.tensor([NUMBERS, NUMBERS[::-1]], dtype=torch.float64)
        got = probing.table(x.clone())
        self.assertIsInstance(got, dict)
        for name, expected in reference.table(x).items():
            self.assertAlmostEqual(got[name], expected, places=6)

    @weight(30)
    @visibility("hidden")
    def test_train(self):
        """Training finds the line"""
        draw = torch.Generator().manual_seed(17)
        x, weights = torch.randn(32, 3, generator=draw), torch.randn(3, generator=draw)
        model, losses = probing.train(x, x @ weights + 1, 3)
        self.assertIsInstance(model, Line)
        self.assertGreaterEqual(len(losses), 2)
        with torch.no_grad():
            self.assertLess((model(x) - (x @ weights + 1)).abs().max().item(), 0.01)

    @weight(20)
    @visibility("hidden")
    def test_watch(self):
        """A probe reads the model that it watches, and counts its readings"""
        model, x = Line(), torch.eye(3)
        with torch.no_grad():
            model.weight.copy_(torch.tensor([1.0, 2.0, 3.0]))
        probe = probing.watch(model)
        for _ in range(2):
            reading = probe.read(x)
            self.assertIsInstance(reading, torch.Tensor)
            torch.testing.assert_close(reading.detach(), torch.tensor([1.0, 2.0, 3.0]))
        self.assertEqual(probe.readings, 2)
