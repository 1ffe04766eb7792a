"""The frame around every page."""

from typing import Any

from django.http import HttpRequest


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """What the base page shows around its content."""
    return {"frame": {"nav": [], "municipality": getattr(request, "municipality", None)}}
