import type { AgreementKey } from "./agreements";

/** How a customer works, which decides what it holds: see `kits` in holdings.ts. */
export type Kit = "micro" | "office" | "mixed" | "clinic" | "studio" | "field" | "enterprise";

export type CustomerRow = {
  key: string;
  /** Absent: the partner's first contract agreement. */
  agreement?: AgreementKey;
  name: string;
  kit: Kit;
  seats: number;
  /** The PSA's spelling, where the two differ. */
  psaName?: string;
  /** The PSA bills this customer's cloud agreement in advance. */
  inAdvance?: true;
  /** What the PSA lacks, so that matching cannot lean on it. */
  psaLacks?: "website" | "taxIdentifier" | "both";
};

type Line = [key: string, name: string, kit: Kit, seats: number, rest?: Partial<CustomerRow>];

const lines: Line[] = [
  ["banksia", "Banksia Dental Group", "clinic", 34, { psaName: "Banksia Dental Group Pty Ltd" }],
  ["ironbark", "Ironbark Legal", "office", 22],
  ["coralbay", "Coral Bay Freight", "field", 61, { psaName: "Coral Bay Freight Pty Ltd" }],
  ["wattlefinch", "Wattle & Finch Architects", "studio", 18, { psaName: "Wattle and Finch Architects" }],
  ["meridian", "Meridian Orthopaedics", "clinic", 41, { inAdvance: true }],
  ["tworivers", "Two Rivers Aged Care", "enterprise", 164, { psaName: "Two Rivers Aged Care Ltd" }],
  ["kookaburra", "Kookaburra Early Learning", "mixed", 27],
  ["gantry", "Gantry Hydraulics", "field", 38, { psaName: "Gantry Hydraulics (Aust) Pty Ltd" }],
  ["tamarhill", "Tamar Hill Cellars", "micro", 9, { psaName: "The Tamar Hill Cellars" }],
  ["lighthouse", "Lighthouse Conveyancing", "micro", 6],
  ["redgum", "Redgum Civil", "field", 73, { psaName: "Redgum Civil Pty Ltd", inAdvance: true }],
  ["halcyon", "Halcyon Physiotherapy", "clinic", 15],
  ["pacificloom", "Pacific Loom Textiles", "mixed", 29, { psaLacks: "website" }],
  ["brightwater", "Brightwater Accounting", "office", 31, { psaName: "Brightwater Accounting Pty Ltd" }],
  ["stbrendans", "St Brendan's College", "enterprise", 118],
  ["outpost", "Outpost Outdoor Supplies", "mixed", 24],
  ["quarrylane", "Quarry Lane Engineering", "studio", 26, { psaName: "Quarry Lane Engineering Pty Ltd" }],
  ["marlin", "Marlin Marine Electrics", "field", 17],
  [
    "fernleigh",
    "Fernleigh Veterinary Hospital",
    "clinic",
    23,
    { psaName: "The Fernleigh Veterinary Hospital" },
  ],
  ["oakhurst", "Oakhurst Property Group", "office", 46, { inAdvance: true }],
  [
    "jacaranda",
    "Jacaranda Community Housing",
    "enterprise",
    92,
    { psaName: "Jacaranda Community Housing Ltd" },
  ],
  ["silverline", "Silverline Couriers", "field", 52],
  [
    "bluegum",
    "Blue Gum Timber",
    "mixed",
    19,
    { psaName: "Blue Gum Timber Pty Ltd", psaLacks: "taxIdentifier" },
  ],
  ["harvesttable", "Harvest Table Catering", "micro", 11],
  ["northpoint", "Northpoint Surveyors", "studio", 14, { psaName: "Northpoint Surveyors Pty Ltd" }],
  ["claymore", "Claymore Insurance Brokers", "office", 37],
  ["dunes", 'Dunes Hospitality Group (t/a "The Dunes")', "mixed", 44, { psaName: "Dunes Hospitality Group" }],
  ["emuflat", "Emu Flat Poultry", "field", 21, { psaLacks: "both" }],
  ["vantage", "Vantage Point Recruitment", "office", 28, { inAdvance: true }],
  ["penrose", "Penrose Financial Planning", "office", 16, { psaName: "Penrose Financial Planning Pty Ltd" }],
  ["stonefruit", "Stonefruit Media", "studio", 33],
  ["riverbend", "Riverbend Medical Centre", "clinic", 48, { psaName: "The Riverbend Medical Centre" }],
  ["anchorhope", "Anchor & Hope Brewing", "micro", 13, { psaName: "Anchor and Hope Brewing Pty Ltd" }],
  ["cobalt", "Cobalt Mining Services", "enterprise", 137, { inAdvance: true }],
  ["paperbark", "Paperbark Publishing", "studio", 12],
  [
    "tidewater",
    "Tidewater Plumbing",
    "micro",
    8,
    { psaName: "Tidewater Plumbing Pty Ltd", psaLacks: "website" },
  ],
  ["greenslope", "Greenslope Landscapes", "micro", 7],
  [
    "mitchellokafor",
    "Mitchell & Okafor, Solicitors",
    "office",
    25,
    { psaName: "Mitchell & Okafor Solicitors" },
  ],
  ["zephyr", "Zephyr Air Conditioning", "field", 30, { psaName: "Zephyr Air Conditioning Pty Ltd" }],
  ["yarran", "Yarran Steel Fabrication", "mixed", 35, { inAdvance: true }],
];

export const customerRows: CustomerRow[] = lines.map(([key, name, kit, seats, rest]) => ({
  key,
  name,
  kit,
  seats,
  ...rest,
}));

/** Comes with the troubled scenario: nobody has entered it in the PSA. */
export const customerWithoutCompany: CustomerRow = {
  key: "kestrel",
  name: "Kestrel Aerial Surveys",
  kit: "studio",
  seats: 11,
};
