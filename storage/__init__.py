"""Storage of the published figures: a folder on this machine or in an object store, replaced in one step.

The ETL publishes to it and the dashboard reads from it. Nothing here knows what is in the files, except for the name
catalog.json: replacing that file is the moment of publishing.
"""

from storage.folder import CATALOG, Folder, FolderError, FolderLockedError
from storage.opening import open_folder
from storage.watcher import Watcher

__all__ = ["CATALOG", "Folder", "FolderError", "FolderLockedError", "Watcher", "open_folder"]
