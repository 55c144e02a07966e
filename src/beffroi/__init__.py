"""Beffroi: the self-hosted door through which every AI use of a French local public body passes."""

__version__ = "0.1.0"
