"""Entry point of the ``beffroi`` command: puts the commands together and turns errors into French sentences."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import typer

from beffroi import __version__
from beffroi.errors import BeffroiError

COMMANDS = ("serve", "demo", "init", "detect", "pseudonymize", "restore", "models", "journal", "key", "account", "doctor")
"""Modules of this package, in the order of the help page."""


def build_app() -> typer.Typer:
    """The command line, with every command registered."""
    app = typer.Typer(
        name="beffroi",
        help="La porte par laquelle passe toute l’IA d’une collectivité : rien de personnel ne sort, tout est tracé.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(invoke_without_command=True)
    def version(show: bool = typer.Option(False, "--version", help="Affiche la version et s’arrête.")) -> None:
        if show:
            typer.echo(f"beffroi {__version__}")
            raise typer.Exit

    for command in COMMANDS:
        import_module(f"beffroi.cli.{command}").register(app)
    return app


def main() -> None:
    """Runs the command line; exits 1 with a French sentence on an error, and never shows a user's text."""
    try:
        build_app()()
    except BeffroiError as error:
        typer.echo(f"Erreur : {error.sentence}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as failure:
        if os.environ.get("BEFFROI_DEBUG"):
            raise
        typer.echo(
            f"Erreur interne ({type(failure).__name__}). Relancez avec BEFFROI_DEBUG=1 pour le détail technique.", err=True
        )
        sys.exit(1)
