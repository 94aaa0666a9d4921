/** The names of what a deployment is made of; a stage other than the default goes into every one, so that two live side by side. */
export interface ResourceNames {
  functionName: string;
  roleName: string;
  tokensTable: string;
  usageTable: string;
  logsBucketPrefix: string;
  openaiSecretId: string;
}

export const defaultStage = "prod";

export function resourceNames(stage: string): ResourceNames {
  const base = stage === defaultStage ? "codex-proxy" : `codex-proxy-${stage}`;
  return {
    functionName: base,
    roleName: `${base}-lambda-role`,
    tokensTable: `${base}-tokens`,
    usageTable: `${base}-usage`,
    // Followed by the account's number: bucket names are shared by the whole world.
    logsBucketPrefix: `${base}-logs-`,
    openaiSecretId: `${base}/openai-api-key`,
  };
}
