"""The command `lumbung`: a file a verb. Heavy imports happen inside the verb."""
