from django.apps import AppConfig


class FactCardsConfig(AppConfig):
    name = "regie.planning.fact_cards"
    label = "fact_cards"
    verbose_name = "Feitenkaarten"
