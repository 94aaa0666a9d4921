import { testByteEquality } from "../fakes/byte-equality.ts";
import { startDeployment } from "./deployment.ts";

testByteEquality("through the bundle under AWS's runtime client", startDeployment, 50);
