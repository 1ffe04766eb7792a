from django.apps import AppConfig


class TimetableConfig(AppConfig):
    name = "regie.planning.timetable"
    label = "timetable"
    verbose_name = "Planning"
    default_auto_field = "django.db.models.BigAutoField"
