"""Arrows that the import linter cannot see: relations by name, links and parts in templates."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import get_resolver

from tests.house import HOUSE, order, room_of, short_names, templates

LINK = re.compile(r"""{%\s*url\s+["'](\w+):""")
PART = re.compile(r"""{%\s*(?:include|extends|component)\s+["'](\w+)/""")


def test_relations_point_down() -> None:
    upward = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and isinstance(field.related_model, type)
        if model._meta.app_config.name in order()
        if order().get(field.related_model._meta.app_config.name, -1)
        > order()[model._meta.app_config.name]
    ]
    assert not upward


def _upward(path: Path, pattern: re.Pattern[str]) -> list[str]:
    here = room_of(path)
    rooms = short_names()
    return [
        f"{path.relative_to(HOUSE)} -> {name}"
        for name in pattern.findall(path.read_text(encoding="utf-8"))
        if name in rooms and order()[rooms[name]] > order().get(here, -1)
    ]


@pytest.mark.pure
def test_links_in_templates_point_down() -> None:
    assert not [arrow for path in templates() for arrow in _upward(path, LINK)]


@pytest.mark.pure
def test_parts_of_templates_come_from_below() -> None:
    assert not [arrow for path in templates() for arrow in _upward(path, PART)]


@pytest.mark.pure
def test_an_upward_link_would_be_seen(tmp_path: Path) -> None:
    assert LINK.findall("{% url 'workspace:home' gemeente=x %}") == ["workspace"]
    assert order()["regie.presentation.workspace"] > order()["regie.evidence.sources"]


def test_every_link_in_templates_exists() -> None:
    known = {
        f"{space}:{name}"
        for space, (_prefix, resolver) in get_resolver().namespace_dict.items()
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    missing = [
        f"{path.relative_to(HOUSE)}: {name}"
        for path in templates()
        for name in re.findall(r"""{%\s*url\s+["'](\w+:[\w-]+)["']""", path.read_text("utf-8"))
        if name not in known
    ]
    assert not missing
