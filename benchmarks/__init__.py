"""Measurements of the ETL, the page and the server, beside their peers: python -m benchmarks.bench_ui."""
