/** The names of what a deployment is made of; a stage other than the default goes into every one, so that two live side by side. */
export interface ResourceNames {
  stackName: string;
  functionName: string;
  roleName: string;
  logGroup: string;
  tokensTable: string;
  usageTable: string;
  logsBucketPrefix: string;
  openaiSecretId: string;
  /** What every alarm's name begins with. */
  alarmPrefix: string;
  alarmTopic: string;
  dashboard: string;
  athenaWorkgroup: string;
  glueDatabase: string;
}

export const defaultStage = "prod";

/** The function's alias that developers' requests go to: it outlives every version, and so does its URL. */
export const liveAlias = "live";

export function resourceNames(stage: string): ResourceNames {
  const base = stage === defaultStage ? "codex-proxy" : `codex-proxy-${stage}`;
  return {
    stackName: base,
    functionName: base,
    roleName: `${base}-lambda-role`,
    logGroup: `/aws/lambda/${base}`,
    tokensTable: `${base}-tokens`,
    usageTable: `${base}-usage`,
    // Followed by the account's number: bucket names are shared by the whole world.
    logsBucketPrefix: `${base}-logs-`,
    openaiSecretId: `${base}/openai-api-key`,
    alarmPrefix: `${base}-alarm-`,
    alarmTopic: `${base}-alarms`,
    dashboard: base,
    athenaWorkgroup: base,
    // Athena takes no hyphen in a name without quotes.
    glueDatabase: base.replaceAll("-", "_"),
  };
}
