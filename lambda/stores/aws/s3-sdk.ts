/** What the function needs of S3's client: imported as a whole when it is first needed, all of it would be bundled. */
export { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
