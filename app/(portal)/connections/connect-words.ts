import type { PsaKind } from "@/db/schema";

/** What a person needs at hand to connect a PSA. */
export const connectWords: Readonly<Record<PsaKind, string>> = {
  connectwise:
    "You need the keys of an API member and a client id. Test shows each permission that it needs, by name, and creates nothing.",
  autotask:
    "You need the user name and password of an API user and its integration code. Test shows each permission that it needs, by name, and creates nothing.",
};

/** What to prepare in the PSA before its keys are entered. */
export const prepareWords: Readonly<Record<PsaKind, string>> = {
  connectwise:
    "Make an API member with a security role of its own; Test names each permission that the role needs",
  autotask:
    "Make a resource of the kind API user with a security level of its own; Test names each permission that it needs",
};
