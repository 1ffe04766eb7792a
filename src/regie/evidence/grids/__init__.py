"""Werkbladen: any spreadsheet or table view as a plain table."""
