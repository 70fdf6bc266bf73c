import type { SandboxResponse } from "../http/service";

/** An error in Resend's shape. */
export function refusal(statusCode: number, name: string, message: string): SandboxResponse {
  return { status: statusCode, body: { statusCode, name, message } };
}
