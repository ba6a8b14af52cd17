"""Example classes of submissions, and the demo that grades some of them."""
