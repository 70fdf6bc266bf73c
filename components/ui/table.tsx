// biome-ignore-all lint/a11y/noRedundantRoles: a browser drops a table's own roles when its display is no longer a table's
// biome-ignore-all lint/a11y/useSemanticElements: as above
import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";

/**
 * Where a cell stands on a phone, where a row is two lines (and, where needed, a third over the whole width):
 * `lead` and `leadEnd` share the first line, `sub` and `subEnd` the second. One cell to a place.
 */
export type PhonePlace = "lead" | "leadEnd" | "sub" | "subEnd" | "wide" | "hidden";

type TableProps = {
  /** Read out as the table's name; not shown. */
  label: string;
  children: ReactNode;
};

/** A table of one header row and bodies. Put it into `<Card flush>`. */
export function Table({ label, children }: TableProps) {
  return (
    <table role="table" className="w-full border-collapse max-sm:block">
      <caption className="sr-only">{label}</caption>
      {children}
    </table>
  );
}

export function TableHead({ children }: { children: ReactNode }) {
  return (
    <thead role="rowgroup" className="max-sm:sr-only">
      <tr role="row" className="border-b border-line">
        {children}
      </tr>
    </thead>
  );
}

export function TableBody({ children }: { children: ReactNode }) {
  return (
    <tbody role="rowgroup" className="max-sm:block">
      {children}
    </tbody>
  );
}

type ThProps = { numeric?: boolean; sort?: "ascending" | "descending"; children: ReactNode };

export function Th({ numeric = false, sort, children }: ThProps) {
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={sort}
      className={classNames(
        "px-3 py-2 text-sm font-medium whitespace-nowrap text-soft first:pl-5 last:pr-5",
        numeric ? "text-right" : "text-left",
      )}
    >
      {children}
    </th>
  );
}

type TrProps = {
  id?: string;
  /** The row that a link led to: outlined, and focusable so that the link's fragment moves the focus. */
  highlighted?: boolean;
  /** False when the row below belongs to this one. */
  ruled?: boolean;
  children: ReactNode;
};

export function Tr({ id, highlighted = false, ruled = true, children }: TrProps) {
  return (
    <tr
      role="row"
      id={id}
      tabIndex={id === undefined ? undefined : -1}
      className={classNames(
        "row",
        ruled && "border-b border-line last:border-b-0",
        highlighted && "outline-2 outline-accent",
      )}
    >
      {children}
    </tr>
  );
}

type TdProps = {
  numeric?: boolean;
  phone: PhonePlace;
  /** Does not wrap where there is room, so that other cells of the row do. */
  oneLine?: boolean;
  /** Said before the value on a phone, where the column has no heading. */
  label?: string;
  children?: ReactNode;
};

export function Td({ numeric = false, oneLine = false, phone, label, children }: TdProps) {
  return (
    <td
      role="cell"
      className={classNames(
        `cell cell-${phone}`,
        oneLine && "xl:whitespace-nowrap",
        numeric && "cell-numeric",
      )}
    >
      {label ? (
        <span aria-hidden="true" className="mr-1.5 text-sm text-soft sm:hidden">
          {label}
        </span>
      ) : null}
      {children}
    </td>
  );
}

/** A heading between rows: the customer whose subscriptions follow. */
export function GroupRow({ columns, id, children }: { columns: number; id?: string; children: ReactNode }) {
  return (
    <tr role="row" id={id} className="border-b border-line bg-sunken max-sm:block">
      <th
        role="rowheader"
        scope="rowgroup"
        colSpan={columns}
        className="px-5 py-2 text-left font-semibold max-sm:block max-sm:px-4"
      >
        {children}
      </th>
    </tr>
  );
}

/** A row of one cell below the row that it belongs to: its issues. */
export function WideRow({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr role="row" className="border-b border-line last:border-b-0 max-sm:block">
      <td role="cell" colSpan={columns} className="px-5 pt-1 pb-3 max-sm:block max-sm:px-4 max-sm:pt-0">
        {children}
      </td>
    </tr>
  );
}
