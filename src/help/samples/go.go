// {operation} with the official SDK: go get github.com/alibabacloud-go/cdn-20180510/v9
// The credentials come from the environment.
package main

import (
	"fmt"
	"log"
	"os"

	cdn "github.com/alibabacloud-go/cdn-20180510/v9/client"
	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	"github.com/alibabacloud-go/tea/tea"
)

func main() {
	config := &openapi.Config{
		AccessKeyId:     tea.String(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_ID")),
		AccessKeySecret: tea.String(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET")),
		SecurityToken:   tea.String(os.Getenv("ALIBABA_CLOUD_SECURITY_TOKEN")),
		Endpoint:        tea.String("{endpoint}"),
	}
	client, err := cdn.NewClient(config)
	if err != nil {
		log.Fatal(err)
	}
	request := &cdn.{operation}Request{}
{request}	response, err := client.{operation}(request)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(tea.Prettify(response.Body))
}
