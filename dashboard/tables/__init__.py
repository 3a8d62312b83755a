"""The figures of each view as rows, and as CSV, Parquet and JSON files."""
