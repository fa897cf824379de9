// {operation} with the official SDK: npm install @alicloud/cdn20180510 @alicloud/openapi-core
// The credentials come from the environment.
import cdn, { {operation}Request } from "@alicloud/cdn20180510";
import { $OpenApiUtil } from "@alicloud/openapi-core";

const config = new $OpenApiUtil.Config({
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  securityToken: process.env.ALIBABA_CLOUD_SECURITY_TOKEN,
  endpoint: "{endpoint}",
});
const request = new {operation}Request({{request}});
const response = await new cdn.default(config).{method}(request);
console.log(JSON.stringify(response.body, null, 2));
