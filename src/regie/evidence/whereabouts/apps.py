from django.apps import AppConfig


class WhereaboutsConfig(AppConfig):
    name = "regie.evidence.whereabouts"
    label = "whereabouts"
    verbose_name = "Vindplaatsen"
