"""What is wrong with a delivery, or good to know: the quality report."""

from regie.evidence.sources.findings import QualityReport
from regie.evidence.sources.importing import ImportResult
from regie.evidence.sources.warehouse import Staging


def report_on(stage: Staging, result: ImportResult, file_name: str) -> QualityReport:
    """Judge a staged delivery."""
    table = result.understood.layout.table
    return QualityReport(
        table.table_id, table.title, file_name, result.rows, result.rows - result.used_rows, ()
    )
