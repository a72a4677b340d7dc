"""Which items to trust least: predicted losses from confidence, label and text, learned on labels seen so far."""
