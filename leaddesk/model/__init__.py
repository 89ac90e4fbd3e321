"""The ground floor: tables, figures and scores. No Qt, no files."""
