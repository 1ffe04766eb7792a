from django.apps import AppConfig


class OldGoalsConfig(AppConfig):
    name = "regie.learning.old_goals"
    label = "old_goals"
    verbose_name = "Oude doelen"
