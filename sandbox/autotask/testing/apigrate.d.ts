/** The part of the public client that the tests use; it has no types of its own. */
declare module "@apigrate/autotask-restapi" {
  type Search = { filter: object[]; maxRecords?: number; includeFields?: string[] };
  type Answer = Record<string, unknown>;
  type Root = {
    query(search: Search): Promise<Answer>;
    count(search: Search): Promise<Answer>;
    get(id: number): Promise<Answer>;
    update(record: object): Promise<Answer>;
    create(record: object): Promise<Answer>;
    replace(record: object): Promise<Answer>;
    info(): Promise<Answer>;
    fieldInfo(): Promise<Answer>;
    udfInfo(): Promise<Answer>;
  };
  type Child = Pick<Root, "query" | "count" | "get"> & {
    update(parentId: number, record: object): Promise<Answer>;
    create(parentId: number, record: object): Promise<Answer>;
    delete(parentId: number, id: number): Promise<Answer>;
    replace(parentId: number, record: object): Promise<Answer>;
  };

  export class AutotaskRestApi {
    constructor(
      user: string,
      secret: string,
      code: string,
      options?: { base_url?: string; version?: string },
    );
    readonly Companies: Root;
    readonly Contracts: Root;
    readonly Services: Root;
    readonly BillingCodes: Root;
    readonly BillingItems: Root;
    readonly ThresholdInformation: Root;
    readonly ContractServices: Child;
    readonly ContractServiceUnits: Child;
    readonly ContractServiceAdjustments: Child;
    readonly ContractCharges: Child;
  }

  export class AutotaskApiError extends Error {
    readonly status: number;
    readonly details: unknown;
  }
}
