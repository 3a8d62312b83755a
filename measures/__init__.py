"""The statistics of warming and of models, as pure functions of numbers: the one home of each formula.

The ETL publishes every economy's measures with them, the dashboard computes those of the period that a reader chooses.
Nothing here depends on files, services, tables or pages; the modules import NumPy and SciPy only.
"""
