const stamp = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

export type AnswerName = "reference" | "capture" | "byId" | "odd" | "throttled" | "expired" | "html" | "large";
export interface Answer {
  body: () => string;
  status?: number;
}

/** Answers as the service gives them: its own sample, a capture, what goes wrong, and one that is large. */
export const answers: Record<AnswerName, Answer> = {
  reference: {
    status: 200,
    body: () =>
      JSON.stringify({
        RequestId: "174F6032-AA26-470D-B90E-36F0EB205BEE",
        PageNumber: 10,
        PageSize: 1,
        TotalCount: 2,
        Tasks: {
          CDNTask: [
            {
              Status: "Complete",
              CreationTime: "2014-11-27T08:23:22Z",
              ObjectType: "file",
              Process: "100%",
              Description: "Internal Error",
              ObjectPath: "http://example.com/1.txt",
              TaskId: "704225667",
            },
          ],
        },
      }, null, 2),
  },
  capture: {
    status: 200,
    body: () =>
      '{"PageNumber":1,"TotalCount":1,"PageSize":20,"RequestId":"9E5CBC07-8E7A-403C-B0E6-88EC4473AAA9","Tasks":{"CDNTask":[{"CreationTime":"2018-08-16T10:11:16Z","ObjectPath":"http://m.pc6.com/public/js/htm_l5.min.js","Status":"Refreshing","ObjectType":"file","Process":"0%","TaskId":"2942405655"}]}}',
  },
  byId: {
    status: 200,
    body: () =>
      '{"RequestId":"E0C2EF95-B1EC-4C93-855E-2059A7DA2B7B","Tasks":[{"CreationTime":"2020-08-03T08:54:23Z","Description":"","ObjectPath":"http://example.com/abc.jpg","ObjectType":"file","Process":"100%","Status":"Complete","TaskId":"12345678"},{"CreationTime":"2020-08-03T09:12:44Z","Description":"","ObjectPath":"http://example.com/bcd.jpg","ObjectType":"file","Process":"99.37%","Status":"Refreshing","TaskId":"23456789"}],"TotalCount":2}',
  },
  odd: {
    status: 200,
    body: () =>
      JSON.stringify({
        RequestId: "7B1C1C2E-3F52-4B0B-9E0E-2F7C56D5A1B4",
        PageNumber: "1",
        PageSize: 20,
        TotalCount: "4",
        Tasks: {
          CDNTask: [
            { TaskId: "15423123921", ObjectPath: "https://example.com/发布/新版本 2.js", ObjectType: "file", Status: "Failed", Process: "35.5%", Description: "OriginReturnStatusCode 5XX", CreationTime: "2026-11-24T01:02:03Z" },
            { TaskId: "15423123922", ObjectPath: "https://example.com/video/", ObjectType: "directory", Status: "PreloadPending", Process: "soon", CreationTime: "2026-11-24T01:02:03Z", Operator: "release-bot" },
            { TaskId: "15423123923", ObjectPath: "javascript:alert(document.domain)//\u202egpj.exe", ObjectType: "ignoreparams", Status: "Paused", Process: "10", CreationTime: "yesterday", Description: "<img src=x onerror=alert(1)>" },
            { TaskId: "15423123924", ObjectPath: "https://example.com/logo.svg", ObjectType: "preload", Status: "Timeout", Process: "80%", Description: "Origin Timeout", CreationTime: "2026-11-24 01:05:00" },
          ],
        },
      }, null, 2),
  },
  throttled: {
    status: 429,
    body: () => '{"RequestId":"16A96B9A-F203-4EC5-8E43-CB92E68F4CD8","HostId":"cdn.aliyuncs.com","Code":"TooManyRequests","Message":"The server is busy. Please try again later."}',
  },
  expired: {
    status: 400,
    body: () =>
      '{"RequestId":"3C85E634-24F4-5242-89B9-4E9453FC6D2B","Message":"Specified time stamp or date value is expired.","Recommend":"https://api.aliyun.com/troubleshoot?q=InvalidTimeStamp.Expired&product=Alidns&requestId=3C85E634-24F4-5242-89B9-4E9453FC6D2B","HostId":"alidns.aliyuncs.com","Code":"InvalidTimeStamp.Expired"}',
  },
  html: {
    status: 502,
    body: () => "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n",
  },
  large: { status: 200, body: () => generated(100_000) },
};

/** A release of many URLs, made from their numbers alone: the same every time. */
function generated(rows: number): string {
  const start = Date.UTC(2026, 10, 24, 1, 0, 0);
  const reasons = ["Internal Error", "OriginTimeout", "OriginReturnStatusCode 5XX"];
  const tasks = Array.from({ length: rows }, (_, row) => {
    const failed = row % 97 === 13;
    const running = !failed && row % 11 === 4;
    return {
      TaskId: String(15_423_000_000 + row),
      ObjectPath: `https://static${row % 7}.example.com/release/${Math.floor(row / 500)}/chunk-${(row * 2_654_435_761 % 4_294_967_296).toString(16).padStart(8, "0")}.js`,
      ObjectType: row % 5 === 0 ? "preload" : "file",
      Status: failed ? "Failed" : running ? "Refreshing" : "Complete",
      Process: failed ? "0%" : running ? `${(row * 7919) % 100}.${row % 10}%` : "100%",
      CreationTime: stamp(start + Math.floor(row / 40) * 1000),
      ...(failed ? { Description: reasons[row % 3] } : {}),
    };
  });
  return JSON.stringify({ RequestId: "00000000-0000-4000-8000-000000100000", PageNumber: 1, PageSize: rows, TotalCount: rows, Tasks: { CDNTask: tasks } });
}
