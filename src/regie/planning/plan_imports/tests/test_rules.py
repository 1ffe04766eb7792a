"""What a document says about its own period."""

import pytest

from regie.planning.plan_imports import rules

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("words", "period"),
    [
        (["Integraal Veiligheidsplan 2023-2026"], (2023, 2026)),
        (["Kadernota 2019–22"], (2019, 2022)),
        (["Plan 2026-2023", "Programma 2027-2030"], (2027, 2030)),
        (["Visie 2010-2040"], None),
        (["Veiligheidsplan"], None),
        (["Jaaruitvoeringsplan veiligheid 2025", "Bij het IVP 2023-2026"], (2025, 2025)),
        (["plan_JUP_2025.docx"], (2025, 2025)),
        (["Uitvoeringsprogramma 2025-2026"], (2025, 2026)),
        (["Het uitvoeringsplan 2022 is klaar. " * 5, "IVP 2023-2026"], (2023, 2026)),
        ([], None),
    ],
)
def test_the_period_is_the_first_that_can_be_one(
    words: list[str], period: tuple[int, int] | None
) -> None:
    assert rules.period_in(words) == period
