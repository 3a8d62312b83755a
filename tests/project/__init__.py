"""Tests of the project itself: layout, documents, environments, container, notebooks."""
