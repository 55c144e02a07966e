"""The pages people use: Django templates in French, accessible, under a strict CSP. Never imports Starlette."""
