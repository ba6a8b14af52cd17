"""The lab shows words of the whole model for every lesion."""

LOSES = {"lab"}
HINT = "In your lab, does every lesioned model write the words of the whole one? From which matrix are they sampled?"
BREAKS = {"lab_data": "Each view's `samples` are `sample_words`"}

EDITS = """
@@ lab_data
-                sample_words(model, LAB_WORDS, 0, LAB_LENGTH, temperature, symbols)
+                sample_words(W, LAB_WORDS, 0, LAB_LENGTH, temperature, symbols)
"""


def SIGNATURE(calls):
    """Models of other beliefs have the same words."""
    labs = [
        value
        for name, _, _, value in calls
        if name == "lab_data" and value is not None and "" in value.models
    ]
    labs = [lab for lab in labs if len(set(lab.models[""].samples[-1])) > 5]  # not one word again and again
    views = [(lab.models[""], view) for lab in labs for model, view in lab.models.items() if model]
    return bool(views) and all(
        whole.samples == view.samples and not whole.probabilities.equal(view.probabilities)
        for whole, view in views
    )
