"""Addresses of this room, under /<gemeente>/gegevens/registraties/."""

from django.urls import path

from regie.evidence.registrations.views import overview, wizard

app_name = "registrations"
urlpatterns = [
    path("", overview.home, name="home"),
    path("nieuw/", wizard.upload, name="upload"),
    path("partners/", overview.partners, name="partners"),
    path("partners/<int:pk>/", overview.assign, name="assign"),
    path("voorbeeldbestand/<int:pk>/", overview.example, name="example"),
    path("<int:pk>/", wizard.follow, name="follow"),
    path("<int:pk>/kolommen/", wizard.columns, name="columns"),
    path("<int:pk>/werkblad/", wizard.sheet, name="sheet"),
    path("<int:pk>/proef/", wizard.check, name="check"),
    path("<int:pk>/proef/fouten.csv", wizard.errors_csv, name="errors_csv"),
    path("<int:pk>/opslaan/", wizard.store, name="store"),
    path("<int:pk>/weg/", wizard.withdraw, name="withdraw"),
    path("<int:pk>/resultaat/", wizard.result, name="result"),
    path("<int:pk>/terugdraaien/", wizard.take_back, name="take_back"),
]
