"""Benchmarks of the ETL, the page and the server, beside comparable projects: python -m benchmarks.bench_ui."""
