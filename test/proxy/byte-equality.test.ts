import { testByteEquality } from "../fakes/byte-equality.ts";
import { startLocalProxy } from "../fakes/local-proxy.ts";

testByteEquality("through the Node server", startLocalProxy, 100);
