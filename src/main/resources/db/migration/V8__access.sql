-- The audit is read newest first, often of one subject and what is below it, or of a time.
create index audit_at on audit (at);
create index audit_subject on audit (subject text_pattern_ops, id);
create index audit_action on audit (action text_pattern_ops, id);
