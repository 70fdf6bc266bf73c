/** A calendar date as YYYY-MM-DD. Text order is date order. Billing knows no times and no zones. */
export type IsoDate = string;

/** An exact decimal as text, e.g. "28.19". Never passes through a float. */
export type DecimalText = string;
