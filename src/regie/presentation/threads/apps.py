from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    name = "regie.presentation.threads"
    label = "threads"
    verbose_name = "Gulden draad"

    def ready(self) -> None:
        from regie.foundation.records.threads import name_page
        from regie.presentation.threads import evidence, orphans, planning

        name_page("threads:thread")
        evidence.announce()
        planning.announce()
        orphans.announce()
