"""What happened to sites and pages since their last visit: found at the end of a job, one line each in events.jsonl."""
