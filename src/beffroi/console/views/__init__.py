"""One module per door of the menu."""
