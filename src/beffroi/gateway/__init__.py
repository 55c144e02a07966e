"""The data plane: every request to a model passes here, protected, or does not leave. Never imports Django nor governance."""
