/**
 * `term` goes before the vendor's SKU: "P1Y:M" a year paid by the month, "P1Y:A" a year paid at once, "" by the month.
 * Prices are for one unit and one billing cycle, ex tax.
 */
export type ProductRow = {
  key: string;
  name: string;
  group: string;
  term: "P1Y:M" | "P1Y:A" | "";
  vendorSku: string;
  price: string;
  retailPrice: string;
  /** Absent: Microsoft CSP's. */
  program?: "acronis";
};

type Line = [key: string, name: string, vendorSku: string, price: string, retailPrice: string];

function rows(group: string, term: ProductRow["term"], lines: Line[]): ProductRow[] {
  return lines.map(([key, name, vendorSku, price, retailPrice]) => ({
    key,
    name,
    group,
    term,
    vendorSku,
    price,
    retailPrice,
  }));
}

/** Products are chosen by key from here on; a key with "-flex" has no commitment, one with "-year" is paid yearly. */
export const productRows: ProductRow[] = [
  ...rows("Microsoft 365 for business", "P1Y:M", [
    ["premium", "Microsoft 365 Business Premium", "CFQ7TTC0LCHC:0002", "28.19", "34.55"],
    ["standard", "Microsoft 365 Business Standard", "CFQ7TTC0LDPB:0001", "15.91", "19.50"],
    ["basic", "Microsoft 365 Business Basic", "CFQ7TTC0LH18:0001", "7.59", "9.30"],
    ["apps", "Microsoft 365 Apps for business", "CFQ7TTC0LH1G:0001", "10.44", "12.80"],
    ["defender", "Microsoft Defender for Business", "CFQ7TTC0LGV0:0001", "3.84", "4.70"],
    ["copilot", "Copilot for Microsoft 365", "CFQ7TTC0MM8R:0002", "38.43", "47.10"],
  ]),
  ...rows("Microsoft 365 Enterprise", "P1Y:M", [
    ["e3", "Microsoft 365 E3", "CFQ7TTC0LFLX:0001", "49.37", "60.50"],
    ["e5", "Microsoft 365 E5", "CFQ7TTC0LFLZ:0002", "77.85", "95.40"],
    ["f3", "Microsoft 365 F3", "CFQ7TTC0LH05:0001", "10.77", "13.20"],
    ["entra", "Microsoft Entra ID P1", "CFQ7TTC0LFLS:0002", "8.16", "10.00"],
    ["intune", "Microsoft Intune Plan 1", "CFQ7TTC0LCH4:0009", "10.94", "13.40"],
    ["email-defender", "Microsoft Defender for Office 365 (Plan 1)", "CFQ7TTC0LH04:0001", "2.77", "3.40"],
  ]),
  ...rows("Exchange, SharePoint and Teams", "P1Y:M", [
    ["exchange", "Exchange Online (Plan 1)", "CFQ7TTC0LH16:0001", "5.06", "6.20"],
    ["exchange-2", "Exchange Online (Plan 2)", "CFQ7TTC0LH1P:0001", "10.12", "12.40"],
    ["sharepoint", "SharePoint (Plan 1)", "CFQ7TTC0LH0N:0001", "6.36", "7.80"],
    ["rooms", "Microsoft Teams Rooms Pro", "CFQ7TTC0QW7C:0001", "51.33", "62.90"],
    ["phone", "Microsoft Teams Phone Standard", "CFQ7TTC0LH0T:0001", "10.20", "12.50"],
  ]),
  ...rows("Visio, Project and Power BI", "P1Y:M", [
    ["visio", "Visio Plan 2", "CFQ7TTC0HD32:0002", "20.24", "24.80"],
    ["project", "Project Plan 3", "CFQ7TTC0HDB0:0002", "40.47", "49.60"],
    ["power-bi", "Power BI Pro", "CFQ7TTC0HL8W:0001", "18.85", "23.10"],
  ]),
  ...rows("Windows 365", "P1Y:M", [
    ["cloud-pc", "Windows 365 Business 2 vCPU, 8 GB, 128 GB", "CFQ7TTC0J203:0019", "57.61", "70.60"],
    ["cloud-pc-large", "Windows 365 Business 4 vCPU, 16 GB, 128 GB", "CFQ7TTC0J203:001F", "84.21", "103.20"],
  ]),
  ...rows("Monthly commitment", "", [
    ["premium-flex", "Microsoft 365 Business Premium (monthly term)", "CFQ7TTC0LCHC:0002", "33.83", "41.46"],
    [
      "standard-flex",
      "Microsoft 365 Business Standard (monthly term)",
      "CFQ7TTC0LDPB:0001",
      "19.09",
      "23.40",
    ],
    ["basic-flex", "Microsoft 365 Business Basic (monthly term)", "CFQ7TTC0LH18:0001", "9.11", "11.16"],
    ["exchange-flex", "Exchange Online (Plan 1) (monthly term)", "CFQ7TTC0LH16:0001", "6.07", "7.44"],
    ["visio-flex", "Visio Plan 2 (monthly term)", "CFQ7TTC0HD32:0002", "24.29", "29.76"],
    ["project-flex", "Project Plan 3 (monthly term)", "CFQ7TTC0HDB0:0002", "48.56", "59.52"],
  ]),
  ...rows("Annual, paid yearly", "P1Y:A", [
    ["premium-year", "Microsoft 365 Business Premium (paid yearly)", "CFQ7TTC0LCHC:0002", "338.28", "414.60"],
    [
      "standard-year",
      "Microsoft 365 Business Standard (paid yearly)",
      "CFQ7TTC0LDPB:0001",
      "190.92",
      "234.00",
    ],
    ["project-year", "Project Plan 3 (paid yearly)", "CFQ7TTC0HDB0:0002", "485.64", "595.20"],
  ]),
];

/** These appear in the troubled scenario only. */
export const troubledProductRows = {
  /** Still held and invoiced, but no longer in the price list. */
  delisted: {
    key: "aip",
    name: "Azure Information Protection Premium P1",
    group: "Microsoft 365 Enterprise",
    term: "P1Y:M",
    vendorSku: "CFQ7TTC0LH9J:0001",
    price: "2.45",
    retailPrice: "3.00",
  },
  trial: {
    key: "copilot-trial",
    name: "Copilot for Microsoft 365 (trial)",
    group: "Trials",
    term: "",
    vendorSku: "CFQ7TTC0MM8R:00TR",
    price: "0.00",
    retailPrice: "0.00",
  },
  azure: {
    key: "azure",
    name: "Azure plan",
    group: "Azure",
    term: "",
    vendorSku: "DZH318Z0BPS6:0001",
    price: "0.00",
    retailPrice: "0.00",
  },
} satisfies Record<string, ProductRow>;

/** The second program's, in the wide scenario only. */
export const acronisProductRows: ProductRow[] = rows("Acronis Cyber Protect Cloud", "", [
  ["acronis-workstation", "Cyber Protect workstation", "ACP-WORKSTATION", "3.15", "4.60"],
  ["acronis-server", "Cyber Protect server", "ACP-SERVER", "9.40", "13.90"],
  ["acronis-mailbox", "Microsoft 365 mailbox backup", "ACP-M365-MAILBOX", "1.85", "2.70"],
  ["acronis-storage", "Acronis hosted storage, 100 GB", "ACP-STORAGE-100", "6.20", "8.95"],
]).map((row) => ({ ...row, program: "acronis" }));

export function productByKey(key: string): ProductRow {
  const row = [...productRows, ...Object.values(troubledProductRows), ...acronisProductRows].find(
    (product) => product.key === key,
  );
  if (!row) throw new Error(`No product has the key ${key}`);
  return row;
}

export function skuOf(row: ProductRow): string {
  return row.term ? `${row.term}:${row.vendorSku}` : row.vendorSku;
}
