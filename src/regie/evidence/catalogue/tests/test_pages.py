import pytest
from django.test import Client

pytestmark = [pytest.mark.room, pytest.mark.django_db]


def test_smoke(as_coos: Client) -> None:
    answer = as_coos.get("/voorbeeldstad/gegevens/catalogus/")
    assert answer.status_code == 200
    answer = as_coos.get("/voorbeeldstad/gegevens/catalogus/47018NED/")
    assert answer.status_code == 200
    answer = as_coos.post("/voorbeeldstad/gegevens/catalogus/kijken/", follow=True)
    print(answer.content.decode()[-6000:])
    assert "lukte niet" in answer.content.decode()
