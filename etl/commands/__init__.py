"""The commands of the command line, one module a family; `etl.cli` imports each when it is called."""
