"""How Sphinx makes a site of the repository's Markdown: `make docs`. The source is the repository's root, so that links
between pages are the same as where the files are read."""

project = "A graded kit for mechanistic interpretability"
author = "the kit's authors"
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/*.md",
    "bench/*.md",
    "student_template/README.md",
    "assignments/*/CALIBRATION.md",
]
exclude_patterns = [".venv"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # the students' page is put below a title of its assignment
html_theme = "furo"
html_title = project
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
