import { ApiError } from "@/lib/errors";
import type { AgreementLine, LineChange, NewLine, WriteLimits } from "../psa";
import { readJson } from "../wire/json";
import type { ConnectWiseClient } from "./client/client";
import { readPages } from "./client/pages";
import { orMissing, recordId } from "./directory";
import { service } from "./errors";
import { additionBody, additionPatch, mapAddition } from "./map/addition";
import { additionFields, additionSchema } from "./schemas";

const pathOf = (agreementId: string) => `finance/agreements/${recordId(agreementId)}/additions`;

export async function readLines(client: ConnectWiseClient, agreementId: string): Promise<AgreementLine[]> {
  const lines: AgreementLine[] = [];
  try {
    const query = { fields: additionFields };
    for await (const page of readPages(client, pathOf(agreementId), additionSchema, query)) {
      for (const addition of page) lines.push(mapAddition(agreementId, addition));
    }
  } catch (error) {
    throw aboutAgreement(error, agreementId);
  }
  return lines;
}

export async function readLine(
  client: ConnectWiseClient,
  agreementId: string,
  lineId: string,
): Promise<AgreementLine | null> {
  const path = `${pathOf(agreementId)}/${recordId(lineId)}`;
  const answer = await orMissing(client.get(path, { fields: additionFields }));
  return answer && mapAddition(agreementId, readJson(additionSchema, answer));
}

export async function createLine(
  client: ConnectWiseClient,
  agreementId: string,
  line: NewLine,
  limits: WriteLimits,
  invoiceText?: string,
): Promise<AgreementLine> {
  const body = additionBody(line, invoiceText);
  const call = { method: "POST", path: pathOf(agreementId), body } as const;
  const answer = await client.write(call, limits).catch((error: unknown) => {
    throw aboutAgreement(error, agreementId);
  });
  return mapAddition(agreementId, readJson(additionSchema, answer));
}

/**
 * Gives the line as ConnectWise answers it, which the caller compares with what it asked for:
 * some writes are answered by 200 and change nothing. Without a change nothing is sent.
 */
export async function changeLine(
  client: ConnectWiseClient,
  current: AgreementLine,
  change: LineChange,
  limits: WriteLimits,
): Promise<AgreementLine> {
  const body = additionPatch(current, change);
  if (body.length === 0) return current;
  const path = `${pathOf(current.agreementId)}/${recordId(current.id)}`;
  const answer = await client.write({ method: "PATCH", path, body }, limits);
  return mapAddition(current.agreementId, readJson(additionSchema, answer));
}

/** Where a list of additions or their creation is not found, it is the agreement that is missing. */
function aboutAgreement(error: unknown, agreementId: string): unknown {
  if (!(error instanceof ApiError) || error.kind !== "not_found") return error;
  return new ApiError({
    service,
    kind: "not_found",
    status: 404,
    refusal: "agreement_missing",
    words: `ConnectWise has no agreement ${agreementId} any more.`,
    ...(error.call === undefined ? {} : { call: error.call }),
    ...(error.rawAnswer === undefined ? {} : { rawAnswer: error.rawAnswer }),
    cause: error,
  });
}
