"""`goldlabel demo`: ready projects on sample data with several labelers' answers; or the whole job without a screen."""
