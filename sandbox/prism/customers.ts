import { addMonths } from "../world/plain-dates";
import type { PrismCustomerSeed, PrismSubscriptionSeed } from "../world/seed";
import { decimal } from "./json";
import { priceOn } from "./price-list";
import { type PrismState, presentDay, presentSubscriptions } from "./state";

export function partnerAccount(state: PrismState) {
  return {
    CustomerName: state.seed.partnerName,
    Country: "Australia",
    CountryIsoCode: "AU",
    Currency: state.seed.currency,
    IsActive: true,
  };
}

/** A customer of several programs is one record that names a tenant for each. */
export function customersAnswer(state: PrismState, customers: PrismCustomerSeed[]) {
  const ids = [...new Set(customers.map((customer) => customer.customerId))];
  return ids.flatMap((id) => {
    const tenants = customers.filter((customer) => customer.customerId === id);
    return tenants.slice(0, 1).map((customer) => ({
      ...customerAnswer(customer),
      CustomerProgramAgreements: tenants.flatMap((tenant) => programAgreements(state, tenant)),
    }));
  });
}

function customerAnswer(customer: PrismCustomerSeed) {
  return {
    CustomerId: customer.customerId,
    CrmAccountId: customer.crmAccountId,
    CustomerName: customer.name,
    ParentCustomerId: null,
    RegistrationNumber: customer.registrationNumber,
    WebUrl: customer.webUrl,
    Email: customer.email,
    CustomerNotificationEmail: customer.email,
    MainPhone: null,
    Country: "Australia",
    CountryIsoCode: "AU",
    IsActive: customer.isActive,
  };
}

function programAgreements(state: PrismState, customer: PrismCustomerSeed) {
  return state.seed.contractAgreements
    .filter((agreement) => agreement.id === customer.contractAgreementId)
    .map((agreement) => ({
      Id: customer.tenantId,
      ProgramId: agreement.programId,
      ProgramName: agreement.programName,
      ContractAgreementId: agreement.id,
      AgreementStartDate: `${agreementStart(customer)}T00:00:00`,
      AgreementEndDate: null,
      BillingPeriod: "Monthly",
      ProgramReferenceId: agreement.programReferenceLabel === "Microsoft CSP" ? "CSP" : "CLOUD",
      ProgramReferenceLabel: agreement.programReferenceLabel,
      IsConsumptionProgram: false,
      HasContractAgreement: true,
    }));
}

/** The month of the customer's first purchase. */
function agreementStart(customer: PrismCustomerSeed): string {
  const purchases = customer.subscriptions.map((subscription) => subscription.firstPurchased).sort();
  return addMonths(purchases[0] ?? "2023-01-01", 0);
}

export function tenantAnswer(state: PrismState, customer: PrismCustomerSeed) {
  return {
    TenantId: customer.tenantId,
    TenantStatus: customer.isActive ? "Active" : "Inactive",
    TenantDomain: customer.tenantDomain,
    CustomerId: customer.customerId,
    CustomerName: customer.name,
    Subscriptions: presentSubscriptions(state, customer.subscriptions).map((subscription) =>
      subscriptionAnswer(state, customer, subscription),
    ),
  };
}

export function subscriptionAnswer(
  state: PrismState,
  customer: PrismCustomerSeed,
  subscription: PrismSubscriptionSeed,
) {
  const agreement = state.seed.contractAgreements.find((one) => one.id === customer.contractAgreementId);
  const product = state.seed.products.find((one) => one.productId === subscription.productId);
  return {
    SubscriptionId: subscription.subscriptionId,
    Status: subscription.status,
    FriendlyName: subscription.productName,
    ProgramReferenceLabel: agreement?.programReferenceLabel ?? null,
    ProductId: subscription.productId,
    ProductName: subscription.productName,
    Quantity: subscription.quantity,
    Unit: subscription.unit,
    UnitPrice: product ? decimal(priceOn(product, presentDay(state)).price) : null,
    FirstPurchased: `${subscription.firstPurchased}T${timeOfPurchase(subscription.subscriptionId)}+00:00`,
    DisplayTemplate: subscription.displayTemplate,
    BillingCycle: subscription.billingCycle,
    BillingCycleDuration: subscription.billingCycle === "Annual" ? 12 : 1,
    AddonSubscriptions: null,
  };
}

/** Times carry none to seven digits of a second, as they come out of the source's database. */
function timeOfPurchase(subscriptionId: string): string {
  const draw = Number.parseInt(subscriptionId.slice(0, 8), 16);
  const digits = "1234567".slice(0, draw % 8);
  const time = [draw % 24, draw % 60, (draw >> 8) & 31]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  return digits ? `${time}.${digits}` : time;
}
