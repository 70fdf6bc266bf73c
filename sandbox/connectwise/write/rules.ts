import type { FieldError, Problem } from "../problem";
import type { Row } from "../schema/entity";
import type { Site } from "../site";

/** What is particular to one kind of record, beyond its fields. */
export type Rules<R extends Row> = {
  /** Values that a new record, or one that is replaced by PUT, gets where the body has none. */
  defaults?(row: R, site: Site): R;
  /** Keeps fields in step that depend on one another, after any change, also a person's. */
  settle?(after: R, before: R | undefined): R;
  /** Refusals of a save over the API. */
  check?(after: R, before: R | undefined, site: Site): FieldError[];
  /** Fields that are computed when the record is read. */
  computed?(row: R, site: Site): object;
  checkDelete?(row: R, site: Site): Problem | undefined;
  saved?(row: R, site: Site): void;
  deleted?(row: R, site: Site): void;
};
