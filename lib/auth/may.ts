const ranks = { viewer: 0, operator: 1, admin: 2 };

type Role = keyof typeof ranks;

/** True when a person with `role` may do what needs `needed`. Pages offer by it what each change checks again. */
export function may(role: Role, needed: Role): boolean {
  return ranks[role] >= ranks[needed];
}
