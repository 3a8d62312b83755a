"""Arithmetic of each view on the snapshot's figures: numbers in, numbers out, without text or drawings."""
