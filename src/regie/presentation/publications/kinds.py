"""The papers that leave the house: which edition, who may fetch it, and what is printed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from regie.evidence.analyses import paper as analysis_paper
from regie.evidence.analyses import queries as analyses
from regie.evidence.analyses.models import FrozenEdition
from regie.evidence.analyses.permissions import VIEW_ANALYSES
from regie.foundation.access.models import Membership
from regie.foundation.access.rules import Action
from regie.ui.paper import Paper


class Edition(Protocol):
    """Something that was frozen: its mark is that of its content."""

    @property
    def sha256(self) -> str:
        """The SHA-256 of the content, 64 hexadecimal digits."""


@dataclass(frozen=True)
class Kind:
    """A kind of paper. `address` comes before the number in its address; `find` gives the edition
    that this member may see, `paper` prints it in a language, `name` is that of the file.
    """

    code: str
    address: str
    action: Action
    find: Callable[[Membership, int], Any]
    paper: Callable[[Any, str], Paper]
    name: Callable[[Any], str]


def _paper_of_analysis(edition: FrozenEdition, language: str) -> Paper:
    return analysis_paper.paper_of(analyses.content_of(edition), language)


def _name_of_analysis(edition: FrozenEdition) -> str:
    return f"veiligheidsanalyse-{edition.analysis.municipality.slug}-{edition.analysis.pk}"


KINDS = (
    Kind(
        "analysis",
        "veiligheidsbeeld/analyse/",
        VIEW_ANALYSES,
        analyses.edition,
        _paper_of_analysis,
        _name_of_analysis,
    ),
)
