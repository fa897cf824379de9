# {operation} with the official SDK: pip install alibabacloud_cdn20180510
# The credentials come from the environment.
import json
import os

from alibabacloud_cdn20180510.client import Client
from alibabacloud_cdn20180510.models import {operation}Request
from alibabacloud_tea_openapi.models import Config

config = Config(
    access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
    access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
    security_token=os.environ.get("ALIBABA_CLOUD_SECURITY_TOKEN"),
    endpoint="{endpoint}",
)
request = {operation}Request({request})
response = Client(config).{method}(request)
print(json.dumps(response.body.to_map(), ensure_ascii=False, indent=2))
