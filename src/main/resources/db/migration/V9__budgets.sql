-- What may be spent within a period, whoever spends it. Amounts are in the budget's own unit: billionths of a dollar, or
-- calls.
create table budget (
  -- Whose, and of which period: key/<id>/2026-11-25.
  id        text primary key,
  -- What is gone for good.
  spent     bigint not null default 0,
  -- What processes may still spend without asking: the sum of the tranches.
  held      bigint not null default 0 check (held >= 0),
  -- The part of spent that nobody accounted for: it was held by a process that died.
  orphaned  bigint not null default 0
);

-- A part of a budget that one process may spend.
create table tranche (
  id         uuid primary key,
  budget_id  text not null references budget on delete cascade,
  amount     bigint not null check (amount >= 0),
  -- By the database's clock. From then on anybody may count it as spent.
  expires_at timestamptz not null
);
create index tranche_of_budget on tranche (budget_id, expires_at);
