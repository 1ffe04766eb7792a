"""The name under which rooms once found the refusal."""

from regie.foundation.records.refusals import RefusedError

__all__ = ["RefusedError"]
