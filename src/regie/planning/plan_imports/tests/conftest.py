"""A document that was read in, with the cast around it."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from regie.foundation.cycles.cast import Cast
from regie.planning.plan_imports import services
from regie.planning.plan_imports.models import PlanImport
from regie.planning.plan_imports.tests.making import content, plan_document
from regie.planning.plans.tests.factory import Acting

Reading = Callable[..., PlanImport]


@pytest.fixture
def coos(cast: Cast) -> Acting:
    """The coordinator as services ask it."""
    return {"actor": cast.coos, "role": "coordinator"}


@pytest.fixture
def ilse(cast: Cast) -> Acting:
    """The researcher."""
    return {"actor": cast.ilse, "role": "researcher"}


@pytest.fixture
def read_in(cast: Cast, coos: Acting) -> Reading:
    """Receive and read a file."""

    def reading(made: bytes, name: str = "ivp.docx") -> PlanImport:
        upload = SimpleUploadedFile(name, made)
        document = services.receive(upload, municipality=cast.voorbeeldstad, **coos)
        return services.read_in(document)

    return reading


@pytest.fixture
def document(read_in: Reading) -> PlanImport:
    """The plan of `making`, read in."""
    return read_in(content(plan_document()))
