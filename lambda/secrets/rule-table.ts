import { urlPassword } from "./matchers/url-password.ts";
import { type Rule, matcher } from "./rule.ts";
import { chatRules } from "./rules/chat.ts";
import { cloudRules } from "./rules/cloud.ts";
import { databaseRules } from "./rules/databases.ts";
import { forgeRules } from "./rules/forges.ts";
import { identityRules } from "./rules/identity.ts";
import { mailRules } from "./rules/mail.ts";
import { modelRules } from "./rules/models.ts";
import { observabilityRules } from "./rules/observability.ts";
import { paymentRules } from "./rules/payment.ts";
import { registryRules } from "./rules/registries.ts";
import { serviceRules } from "./rules/services.ts";
import { structureRules } from "./rules/structures.ts";

/** What nobody made a rule for: it knows least, so it only flags unless told otherwise. */
export const genericRule: Rule = matcher(
  "generic-assignment",
  "random value assigned to a name that says it is secret",
  "",
  () => undefined,
  { bits: 0, strongest: "flag" },
);

/** Every kind of credential that is looked for. The order says nothing. */
export const rules: readonly Rule[] = [
  ...cloudRules,
  ...forgeRules,
  ...modelRules,
  ...chatRules,
  ...paymentRules,
  ...mailRules,
  ...registryRules,
  ...databaseRules,
  ...observabilityRules,
  ...identityRules,
  ...serviceRules,
  ...structureRules,
  urlPassword,
  genericRule,
];
