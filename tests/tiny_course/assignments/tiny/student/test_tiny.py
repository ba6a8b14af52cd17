"""Public tests of the tiny assignment."""

import tiny
import torch


class TestDouble:
    def test_two_of_each(self):
        assert torch.as_tensor(tiny.double(torch.ones(2))).tolist() == [2, 2]


class TestFit:
    def test_losses(self):
        assert tiny.fit(3)[1][-1] < 0.9
