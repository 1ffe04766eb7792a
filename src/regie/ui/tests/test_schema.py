"""The emblem."""

import re

import pytest

from regie.ui import icons
from regie.ui.schema import Node, draw_schema

pytestmark = pytest.mark.pure
PLACES = (
    ("een", 350, 14),
    ("twee", 365, 174),
    ("drie", 765, 70),
    ("vier", 687, 174),
    ("vijf", 612, 11),
)
NODES = tuple(
    Node(
        code,
        f"Veld {code} met <naam>",
        f"/veld/{code}/",
        x,
        y,
        "2 stijgen",
        ("1 daalt", "3 gelijk"),
    )
    for code, x, y in PLACES
)


def _boxes(drawing: str) -> dict[str, tuple[float, float, float, float]]:
    found = re.findall(
        r'href="/veld/(\w+)/"[^>]*><rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', drawing
    )
    return {code: (float(x), float(y), float(w), float(h)) for code, x, y, w, h in found}


def test_every_field_is_a_link_with_its_state_in_words() -> None:
    drawing = draw_schema(NODES, "Het plan", "/plan/")
    for code, _x, _y in PLACES:
        name = f"Veld {code} met &lt;naam&gt;. 2 stijgen. 1 daalt. 3 gelijk"
        assert f'href="/veld/{code}/" aria-label="{name}"' in drawing
    assert 'href="/plan/"' in drawing
    assert "style=" not in drawing


def test_fields_keep_their_places() -> None:
    box = _boxes(draw_schema(NODES, "Het plan"))
    assert box["een"][0] < box["vijf"][0] < box["drie"][0]  # from left to right
    assert box["vijf"][1] < box["drie"][1] < box["vier"][1]  # from top to bottom
    assert box["twee"][1] == box["vier"][1]


def test_cards_do_not_overlap_each_other_or_the_plan() -> None:
    drawing = draw_schema(NODES, "Het plan")
    boxes = list(_boxes(drawing).values())
    for i, (x, y, w, h) in enumerate(boxes):
        for x2, y2, w2, h2 in boxes[i + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
    circle = re.search(r'cx="(\d+)" cy="(\d+)" r="(\d+)"', drawing)
    assert circle
    cx, cy, r = map(float, circle.groups())
    for x, y, w, h in boxes:
        dx, dy = cx - min(max(cx, x), x + w), cy - min(max(cy, y), y + h)
        assert dx * dx + dy * dy > r * r


def test_the_list_has_the_same_links_in_the_same_order() -> None:
    drawing = draw_schema(NODES, "Het plan")
    small = drawing[drawing.index("regie-schema__list") :]
    assert re.findall(r'href="/veld/(\w+)/"', small) == [code for code, _x, _y in PLACES]


def test_without_address_or_nodes() -> None:
    assert "<a " not in draw_schema((Node("a", "A", "", 0, 0, ""),), "Plan")
    assert "Plan" in draw_schema((), "Plan")


@pytest.mark.parametrize(
    ("code", "icon", "drawn"), [("a", "home", 3), ("home", "", 3), ("a", "", 1), ("a", "nee", 1)]
)
def test_an_icon_stands_before_the_title(
    monkeypatch: pytest.MonkeyPatch, code: str, icon: str, drawn: int
) -> None:
    monkeypatch.setattr(icons, "drawings", lambda: {"home": "<path/>"})
    node = Node(code, "A", "/a/", 0, 0, "rustig", icon=icon)
    assert draw_schema((node,), "Plan").count("<svg") == drawn
