-- How much of a tranche has been added to its budget's spent amount so far. With it an exchange between a process and the
-- database can be repeated without counting anything twice. Null: written by a process of an earlier version.
alter table tranche add column spent bigint check (spent >= 0);

-- Amounts that an exchange counted twice before.
update budget
set held = (select coalesce(sum(amount), 0) from tranche where budget_id = budget.id)
where held <> (select coalesce(sum(amount), 0) from tranche where budget_id = budget.id);
