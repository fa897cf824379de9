#!/bin/sh
# {operation} with the aliyun CLI. The credentials come from `aliyun configure` or the environment.
aliyun cdn {operation} --region cn-hangzhou{request}
