"""What people may type as a score. Pure."""

from regie.planning.fact_cards.rules import Scored


def judged(value: int | None, low: int | None, high: int | None) -> Scored | None:
    """What somebody typed; without limits the score is sure, without a score it is unknown.

    Raises ValueError when the limits leave the score out, or lie outside 0 to 100.
    """
    if value is None:
        return None
    found = Scored(value, value if low is None else low, value if high is None else high)
    if not 0 <= found.low <= found.value <= found.high <= 100:
        raise ValueError("the limits leave out the score")
    return found
