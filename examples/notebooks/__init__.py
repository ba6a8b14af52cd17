"""The notebooks as a student sees them who has solved everything: run, and all their pictures on one page."""
