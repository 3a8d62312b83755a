"""Reader of a user's own table: the cells of a CSV, Excel or Parquet file become values by place and year.

`etl add-file` and the upload of the page both read files with it, so that one file means the same in both. It is pure
Python, knows neither snapshots nor pages, and raises `TableError` with one sentence for the owner of the file.
"""

from tabular.errors import TableError
from tabular.places import PlaceNames
from tabular.reading import OwnTable, read_cells, read_text

__all__ = ["OwnTable", "PlaceNames", "TableError", "read_cells", "read_text"]
