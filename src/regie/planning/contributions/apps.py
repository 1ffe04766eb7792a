from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "regie.planning.contributions"
    label = "contributions"
    verbose_name = "Inbreng"
