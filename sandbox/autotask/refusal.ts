import type { SandboxResponse } from "../http/service";

/** Thrown anywhere inside a call; becomes the answer. Validation and rights are refused with 500, as Autotask does. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {
    super(`Autotask answers ${status}`);
  }

  toResponse(): SandboxResponse {
    return { status: this.status, ...(this.body === undefined ? {} : { body: this.body }) };
  }
}

export const refused = (...errors: string[]): Refusal => new Refusal(500, { errors });

export const noRoute = (path: string): Refusal =>
  new Refusal(404, { Message: `No HTTP resource was found that matches the request URI '${path}'.` });

/** The one refusal of another shape. */
export const wrongMethod = (method: string): Refusal =>
  new Refusal(405, { Message: `The requested resource does not support http method '${method}'.` });

export const wrongIntegrationCode = (): Refusal => refused("IntegrationCode is invalid.");

/** No source shows a body. */
export const wrongSecret = (): Refusal => new Refusal(401, undefined);

export const noPermission = (toDo: string): Refusal =>
  refused(`The logged in Resource does not have the adequate permissions to ${toDo} this entity type.`);

export const badReference = (field: string, typeName: string): string =>
  `Reference value on field: ${field} of type: ${typeName} does not exist or is invalid.`;

export const nothingToDelete = (): Refusal =>
  refused(
    "No message. No matching records found. The logged in Resource may not have the required permissions to delete the data.",
  );

export const nothingToUpdate = (): Refusal =>
  refused("No matching records found. The record to update does not exist.");

export const cannotConvert = (value: unknown, dataType: string): Refusal =>
  refused(`Conversion failed when converting varchar '${String(value)}' to data type ${dataType}`);

export const unknownField = (field: string, typeName: string): Refusal =>
  refused(`Unable to find ${field} in the ${typeName} Entity.`);

/** The text is known, its status is not: `status` comes from the settings. */
export const tooManyThreads = (status: number, threads: number): Refusal =>
  new Refusal(status, { errors: [`API thread threshold of ${threads} threads has been exceeded`] });

export const overThreshold = (limit: number): Refusal =>
  new Refusal(429, {
    errors: [
      `The API request threshold of ${limit} requests in 60 minutes has been exceeded for this database.`,
    ],
  });
