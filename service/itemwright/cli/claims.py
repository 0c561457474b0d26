"""What reads sources for the proof, over the prepared models."""

from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.onnx_embedding import load_embedder
from itemwright.proving.claim_features import ClaimReader
from itemwright.proving.claim_model import ClaimModel
from itemwright.settings import Settings


def claim_model(settings: Settings) -> ClaimModel:
    """The claim model of these settings.

    Raises:
        ModelUnavailable: the models are not prepared; says what to run.
    """
    return ClaimModel(ClaimReader(load_point_judges().points, load_embedder(settings.embedder)))
