"""Signs the cases of standard input with the official Python clients. One JSON array in, one out."""

import json
import sys

from alibabacloud_openapi_util.client import Client as OpenApiUtil
from alibabacloud_tea_openapi.utils import Utils as TeaOpenApi
from aliyunsdkcore.auth.composer import rpc_signature_composer
from Tea.request import TeaRequest

compose = getattr(rpc_signature_composer, "__compose_string_to_sign")
sign = getattr(rpc_signature_composer, "__get_signature")


def v1(case):
    params, method, secret = case["params"], case["method"], case["secret"]
    string_to_sign = compose(method, params)
    return {
        "stringToSign": string_to_sign,
        "signatures": [
            OpenApiUtil.get_rpcsignature(params, method, secret),
            TeaOpenApi.get_rpcsignature(params, method, secret),
            sign(string_to_sign, secret),
        ],
    }


def v3(case):
    authorizations = []
    for client in (OpenApiUtil, TeaOpenApi):
        request = TeaRequest()
        request.method = case["method"]
        request.pathname = "/"
        request.query = case["params"]
        request.headers = case["headers"]
        authorizations.append(
            client.get_authorization(request, "ACS3-HMAC-SHA256", case["hashedPayload"], "id", case["secret"])
        )
    return {"authorizations": authorizations}


cases = json.load(sys.stdin)
json.dump([v1(case) if case["signature"] == "v1" else v3(case) for case in cases], sys.stdout)
