import { Button, ConfigProvider, DatePicker, Form, type FormRule, Input, InputNumber, Select, Space } from "antd";
import zhCN from "antd/locale/zh_CN";
import { type Draft, type Fix, type ParamName, type TaskRequest, byParam, check, init } from "cdn-refresh-tasks";
import { draftSchema, fieldAttributes } from "cdn-refresh-tasks/form";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { createRoot } from "react-dom/client";

const names = ["DomainName", "ObjectType", "StartTime", "EndTime", "PageSize"] as const satisfies ParamName[];
const locale = "zh";
const schema = draftSchema({ locale })["~standard"];

/** The whole draft is judged; a field tells what belongs to it. */
const judged: FormRule = ({ getFieldsValue }) => ({
  async validator(rule) {
    const { field } = rule as { field?: string };
    const issue = schema.validate(getFieldsValue()).issues?.find(({ path }) => path?.[0] === field);
    if (issue) throw new Error(issue.message);
  },
});

function control(name: ParamName) {
  const { options } = fieldAttributes(name, locale);
  if (Array.isArray(options)) return <Select allowClear options={options.map((value) => ({ value }))} />;
  if (name === "PageSize") return <InputNumber style={{ width: "100%" }} />;
  return name.endsWith("Time") ? <DatePicker showTime style={{ width: "100%" }} /> : <Input allowClear />;
}

/** antd holds its own moments; the draft holds what the service reads. */
const times = {
  getValueProps: (value?: string) => ({ value: value ? dayjs(value) : null }),
  normalize: (value: Dayjs | null) => value?.toISOString().replace(/\.\d+/, ""),
};

function Query() {
  const [form] = Form.useForm<Draft>();
  const [request, setRequest] = useState<TaskRequest | null>(null);
  const draft = Form.useWatch([], form) ?? {};
  const found = byParam(check(draft, { locale }).diagnostics);

  const apply = async ({ edits }: Fix) => {
    for (const edit of edits) form.setFieldValue(edit.param, edit.op === "set" ? edit.value : undefined);
    await form.validateFields().catch(() => {});
  };

  return (
    <Form form={form} layout="vertical" onFinish={(values) => setRequest(check(values, { locale }).request)}>
      {names.map((name) => (
        <Form.Item
          key={name}
          name={name}
          label={String(fieldAttributes(name, locale)["label"])}
          rules={[judged]}
          dependencies={names.filter((other) => other !== name)}
          {...(name.endsWith("Time") ? times : {})}
          extra={
            <Space wrap>
              {(found[name] ?? []).flatMap(({ fixes }) => fixes).map((fix) => (
                <Button key={fix.title} size="small" data-fix={name} onClick={() => apply(fix)}>
                  {fix.title}
                </Button>
              ))}
            </Space>
          }
        >
          {control(name)}
        </Form.Item>
      ))}
      <Button type="primary" htmlType="submit">
        查询
      </Button>
      <output>{request && JSON.stringify(request)}</output>
    </Form>
  );
}

await init();
createRoot(document.getElementById("root")!).render(
  <ConfigProvider locale={zhCN}>
    <Query />
  </ConfigProvider>,
);
