"""The table of weights and the features belong together."""

import inspect
import re

from whomet.knowledge.data import read_data
from whomet.reconciliation import features, judge


def test_every_weight_is_used_and_every_outcome_has_a_weight():
    source = inspect.getsource(features) + inspect.getsource(judge)
    named = set(re.findall(r'"([a-z]+_[a-z]+|undated|thin|sibling)"', source))
    weights = set(read_data("same_meeting")["weights"])
    assert weights <= named
    assert named - weights <= {"same_document", "same_meeting"}


def test_every_feature_says_what_it_compares():
    assert all(inspect.getdoc(feature) for feature in features.FEATURES)
