"""What leaves the office: wording, emails, the outbox and the ways out, the report of a run."""
