"""Where the published figures are, and how files get there in one step: a folder of this machine or an object store.

Both halves need it: the ETL to publish, the dashboard to read. Nothing here knows what is in the files; the one name
it knows is catalog.json, whose replacement is the moment of publishing.
"""

from storage.folder import CATALOG, Folder, FolderError, FolderLockedError
from storage.opening import open_folder
from storage.watcher import Watcher

__all__ = ["CATALOG", "Folder", "FolderError", "FolderLockedError", "Watcher", "open_folder"]
