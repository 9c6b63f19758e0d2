"""Mentions become parties."""
