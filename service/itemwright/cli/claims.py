"""What reads sources for the proof, over the prepared models; they are loaded when they are first asked."""

from itemwright.grading.point_model import LazyJudge
from itemwright.grading.point_model_files import load_point_judges
from itemwright.index.embedding import LazyEmbedder
from itemwright.index.onnx_embedding import load_embedder
from itemwright.proving.claim_features import ClaimReader
from itemwright.proving.claim_model import ClaimModel


def claim_model(embedder: str) -> ClaimModel:
    """The claim model over the embedding model of this name. Models that are not prepared are told of when
    they are first asked."""
    judge = LazyJudge("points", lambda: load_point_judges().points)
    return ClaimModel(ClaimReader(judge, LazyEmbedder(lambda: load_embedder(embedder))))
