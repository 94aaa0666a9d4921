/**
 * What an operator can do about the errors of AWS that he is likely to meet; undefined for any other error.
 * @param flags those of his command: no other may be advised
 */
export function awsSentence(error: Error, flags: readonly string[]): string | undefined {
  const orLocal = flags.includes("--local") ? ", or use --local" : "";
  const whereabouts = flags.includes("--stage") ? "--region and --stage" : "AWS_REGION and the stage";
  switch (error.name) {
    case "ResourceNotFoundException":
      return `AWS has no such table or secret or log in this region; check ${whereabouts}, and that it was deployed`;
    case "NoSuchBucket":
      return `AWS has no such bucket; check ${whereabouts}, and that it was deployed`;
    case "CredentialsProviderError":
      return `no AWS credentials were found; sign in with aws sso login or set AWS_PROFILE${orLocal}`;
    case "ExpiredTokenException":
    case "ExpiredToken":
      return "the AWS credentials have expired; sign in again, such as with aws sso login";
    case "ThrottlingException":
      return "AWS was asked too often at once, by others in the account as well; try again in a minute";
    case "UnrecognizedClientException":
    case "InvalidSignatureException":
    case "InvalidClientTokenId":
      return "AWS does not accept these credentials; check AWS_PROFILE and sign in again";
    case "AccessDeniedException":
    case "AccessDenied":
      return `AWS does not allow this: ${error.message}`;
    default:
      // The host of a service has the region in its name.
      if ("code" in error && error.code === "ENOTFOUND" && "hostname" in error)
        return `nothing answers as ${String(error.hostname)}; check the region and the network`;
      return error.message === "Region is missing"
        ? `no AWS region is set; ${flags.includes("--region") ? "use --region or set" : "set"} AWS_REGION${orLocal}`
        : undefined;
  }
}
