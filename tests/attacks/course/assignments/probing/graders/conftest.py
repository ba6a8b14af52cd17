import pytest
import torch


@pytest.fixture
def public_examples():
    return {"attribute": lambda: ("a public prompt", torch.ones(3))}
