"""Addresses of this room, under /<gemeente>/plan/besluiten/."""

from django.urls import path

from regie.planning.decision_desk.views import amendments, editions, life, way

app_name = "plan_decisions"
urlpatterns = [
    path("", way.stand, name="stand"),
    path("stap/<slug:slug>/", way.step, name="step"),
    path("antwoord/", way.answer, name="answer"),
    path("voorstel/", way.council_words, name="council_words"),
    path("vaststellen/", way.adopt, name="adopt"),
    path("amendementen/", amendments.amendments, name="amendments"),
    path("amendementen/nieuw/", amendments.choose, name="choose"),
    path("amendementen/nieuw/<slug:slug>/", amendments.add, name="add"),
    path("amendementen/nieuw/<slug:slug>/<int:pk>/", amendments.propose, name="propose"),
    path("amendementen/<int:pk>/", amendments.amendment, name="amendment"),
    path("amendementen/<int:pk>/wijzigen/", amendments.write, name="write"),
    path("amendementen/<int:pk>/besluit/", amendments.decide, name="decide"),
    path("editie/<int:pk>/", editions.edition, name="edition"),
    path("verschil/", editions.difference, name="difference"),
    path("bekendmaking/", life.publish, name="publish"),
    path("verlengen/", life.extend, name="extend"),
    path("intrekken/", life.withdraw, name="withdraw"),
]
