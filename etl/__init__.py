"""ETL: fetch figures from their services, clean, derive and check them, and publish them to data/ as one snapshot."""
