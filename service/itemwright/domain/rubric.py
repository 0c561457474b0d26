"""How a constructed response is judged: points with weights."""

from pydantic import Field

from itemwright.domain.value import Value


class RubricPoint(Value):
    """One thing a full answer says. Weights are relative; graders normalise them."""

    point: str = Field(min_length=1)
    weight: float = Field(default=1.0, gt=0)


def normalised_weights(rubric: tuple[RubricPoint, ...]) -> tuple[float, ...]:
    """The weights of the points, adding up to 1."""
    total = sum(point.weight for point in rubric)
    return tuple(point.weight / total for point in rubric)
