"""Tamper-evident record of exchanges and decisions, without their content. Pure; stores are small adapters."""
