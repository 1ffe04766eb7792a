from django.apps import AppConfig


class WordingConfig(AppConfig):
    name = "regie.evidence.wording"
    label = "wording"
    verbose_name = "Verwoording"
