from django.apps import AppConfig


class ValuesConfig(AppConfig):
    name = "regie.evidence.values"
    label = "values"
    verbose_name = "Waarden"
