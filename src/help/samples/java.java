// {operation} with the official SDK: Maven com.aliyun:cdn20180510. The credentials come from the environment.
import com.aliyun.cdn20180510.Client;
import com.aliyun.cdn20180510.models.{operation}Request;
import com.aliyun.cdn20180510.models.{operation}Response;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teautil.Common;

public class {operation} {
    public static void main(String[] args) throws Exception {
        Config config = new Config()
            .setAccessKeyId(System.getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"))
            .setAccessKeySecret(System.getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET"))
            .setSecurityToken(System.getenv("ALIBABA_CLOUD_SECURITY_TOKEN"))
            .setEndpoint("{endpoint}");
        {operation}Request request = new {operation}Request(){request};
        {operation}Response response = new Client(config).{method}(request);
        System.out.println(Common.toJSONString(response.getBody().toMap()));
    }
}
