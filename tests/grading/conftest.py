"""The real grader over the prepared embedding model, one for all tests of this folder."""

import pytest

from itemwright.grading.grader import BuiltinGrader
from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.onnx_embedding import load_embedder


@pytest.fixture(scope="session")
def grader() -> BuiltinGrader:
    return BuiltinGrader(load_embedder(), load_point_judges())
