"""The statistics of warming and of models, as pure functions of numbers: the one home of each formula.

Both halves need them: the ETL to publish every economy's measures, the dashboard for the window a reader sets.
Nothing here knows of files, services, tables or pages; it imports NumPy and SciPy only.
"""
