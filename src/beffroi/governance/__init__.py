"""Control plane: what is registered, allowed and supervised. It never imports the gateway; they meet in the policy snapshot."""
