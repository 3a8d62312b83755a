"""The commands of the command line, a module for each family, and the options that they share."""
