using System.Net;
using System.Text;
using Pipeline.Processor.Delivery;
using Pipeline.Tests.Delivery.Fakes;

namespace Pipeline.Tests.Delivery.Loop;

public sealed class DeliverySinkTests
{
    [Fact]
    public async Task Payloads_arrive_byte_for_byte_and_offsets_follow()
    {
        string[] payloads = ["{ \"a\":1 }", "{\"ü\":\"\\u00e9\"}", "{\r\n}", "[]"];
        var receiver = new ScriptedReceiver((_, _) => HttpStatusCode.OK);
        await using var harness = Telemetry(receiver);
        foreach (var payload in payloads)
        {
            harness.Kafka.Append(0, Samples.Telemetry(payload));
        }

        harness.Kafka.Assign(0);
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 4);
        var content = receiver.Accepted.SelectMany(x => x.Content).ToArray();
        var document = receiver.Accepted.Single(x => x.Headers["Content-Type"] == "application/json");
        Assert.Equal("{\r\n}"u8.ToArray(), document.Body);
        Assert.Equal("{ \"a\":1 }\n{\"ü\":\"\\u00e9\"}\n{\r\n}[]\n"u8.ToArray(), content);
    }

    [Fact]
    public async Task When_the_answer_is_lost_the_same_bytes_are_sent_again()
    {
        var receiver = new ScriptedReceiver(
            (_, n) =>
                n <= 2
                    ? throw new HttpRequestException("reset")
                    : Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK))
        );
        await using var harness = Telemetry(receiver, records: 5);
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 5);
        var (first, again) = (receiver.Requests.First(), receiver.Requests.Skip(1).Take(2).ToList());
        Assert.All(again, x => Assert.Equal(first.Body, x.Body));
        Assert.All(again, x => Assert.Equal(first.Key, x.Key));
    }

    [Fact]
    public async Task Retry_after_is_obeyed_in_both_forms()
    {
        var time = new ImpatientTime();
        var receiver = new ScriptedReceiver(
            (_, n) =>
            {
                var response = new HttpResponseMessage(n <= 2 ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK);
                response.Headers.Date = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
                var header = n == 1 ? "77" : "Thu, 01 Jan 2026 00:02:03 GMT";
                response.Headers.TryAddWithoutValidation("Retry-After", header);
                return Task.FromResult(response);
            }
        );
        await using var harness = Telemetry(receiver, records: 1, time);
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 1);
        Assert.Contains(TimeSpan.FromSeconds(77), time.Waits);
        Assert.Contains(TimeSpan.FromSeconds(123), time.Waits);
    }

    [Fact]
    public async Task Alerts_go_one_by_one_in_the_order_of_the_log()
    {
        var receiver = new ScriptedReceiver(
            (_, n) => n % 3 == 0 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.Accepted
        );
        await using var harness = new SinkHarness(SinkCatalogue.Alerts, receiver);
        for (var i = 0; i < 6; i++)
        {
            harness.Kafka.Append(0, Samples.Alert("a", i + 1));
        }

        harness.Kafka.Assign(0);
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 6);
        Assert.Equal(
            [1, 2, 3, 4, 5, 6],
            receiver.Accepted.Select(x =>
                System.Text.Json.JsonDocument.Parse(x.Body).RootElement.GetProperty("revision").GetInt32()
            )
        );
    }

    [Fact]
    public async Task Unlisted_events_are_not_sent_and_do_not_hold_the_offsets()
    {
        var receiver = new ScriptedReceiver((_, _) => HttpStatusCode.OK);
        await using var harness = Telemetry(receiver);
        harness.Kafka.Append(0, Samples.Telemetry("1"));
        harness.Kafka.Append(0, Samples.Telemetry("2", listed: false));
        harness.Kafka.Assign(0);
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 2);
        Assert.Equal(["1"], receiver.AcceptedLines);
    }

    [Fact]
    public async Task No_secret_is_in_any_log_line_or_dead_letter()
    {
        HttpStatusCode[] answers =
        [
            HttpStatusCode.Unauthorized,
            HttpStatusCode.ServiceUnavailable,
            HttpStatusCode.BadRequest,
            HttpStatusCode.OK,
        ];
        var receiver = new ScriptedReceiver(
            (_, n) =>
                n == 1
                    ? throw new HttpRequestException("no https://receiver.example/hook/path-secret")
                    : Task.FromResult(
                        new HttpResponseMessage(answers[Math.Min(n - 2, 3)])
                        {
                            Content = new StringContent("you sent header-secret to /hook/path-secret"),
                        }
                    )
        );
        await using var harness = new SinkHarness(SinkCatalogue.Alerts, receiver)
        {
            Sink = new SinkOptions { Header = { ["X-Api-Key"] = "header-secret" } },
            Url = "https://receiver.example/hook/path-secret?sig=query-secret",
        };
        harness.Kafka.Append(0, Samples.Alert("a"));
        harness.Kafka.Append(0, Samples.Alert("b"));
        harness.Kafka.Assign(0);
        harness.Start();
        await harness.UntilAsync(() => harness.Kafka.Committed.GetValueOrDefault(0) == 2);
        Assert.Equal("header-secret", receiver.Requests.Last().Headers["X-Api-Key"]);
        var texts = harness.Logs.Lines.Concat(
            harness
                .Kafka.Produced.SelectMany(x => x.Message.Headers)
                .Select(x => Encoding.UTF8.GetString(x.GetValueBytes()))
        );
        Assert.True(harness.Logs.Lines.Count > 4);
        Assert.All(texts, x => Assert.DoesNotContain("secret", x, StringComparison.Ordinal));
    }

    private static SinkHarness Telemetry(ScriptedReceiver receiver, int records = 0, TimeProvider? time = null)
    {
        var harness = new SinkHarness(SinkCatalogue.Telemetry, receiver, time);
        for (var i = 0; i < records; i++)
        {
            harness.Kafka.Append(0, Samples.Telemetry($"{{\"n\":{i}}}"));
        }

        if (records > 0)
        {
            harness.Kafka.Assign(0);
        }

        return harness;
    }
}
