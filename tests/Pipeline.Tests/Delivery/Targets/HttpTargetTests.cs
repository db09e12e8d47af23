using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Kafka;
using Pipeline.Processor.Delivery;
using Pipeline.Processor.Delivery.Policies;
using Pipeline.Processor.Delivery.Targets;
using Pipeline.Tests.Delivery.Fakes;

namespace Pipeline.Tests.Delivery.Targets;

public sealed class HttpTargetTests
{
    private static readonly Payload Lines = Payload.Of(
        "s",
        [PayloadTests.Line(1, "{\"a\":1}"), PayloadTests.Line(2, "{}")]
    );
    private static readonly Payload Document = Payload.Of("s", [PayloadTests.Line(1, "{\n}", isAlone: true)]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_go_as_gzip_ndjson_and_a_document_as_json()
    {
        var receiver = new ScriptedReceiver((_, _) => HttpStatusCode.OK);
        using var target = Target(receiver, new SinkOptions { Header = { ["Authorization"] = "Bearer x" } });
        await target.SendAsync(Lines, Token);
        await target.SendAsync(Document, Token);
        var (lines, document) = (receiver.Requests.First(), receiver.Requests.Last());
        Assert.Equal("{\"a\":1}\n{}\n", lines.Text);
        Assert.Equal("application/x-ndjson", lines.Headers["Content-Type"]);
        Assert.Equal("2", lines.Headers["X-Batch-Count"]);
        Assert.Equal("t/0/1-2", lines.Headers["X-Batch-Source"]);
        Assert.Equal("Bearer x", lines.Headers["Authorization"]);
        Assert.Equal($"\"{Lines.IdempotencyKey}\"", lines.Key);
        Assert.StartsWith("okta-processor/", lines.Headers["User-Agent"], StringComparison.Ordinal);
        Assert.Equal("application/json", document.Headers["Content-Type"]);
        Assert.Equal("{\n}"u8.ToArray(), document.Body);
        Assert.False(document.Headers.ContainsKey("Content-Encoding"));
    }

    [Fact]
    public async Task A_rotated_secret_is_used_and_a_vanished_one_is_kept()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "Bearer one\n", Token);
        var receiver = new ScriptedReceiver((_, _) => HttpStatusCode.OK);
        var logs = new CapturedLogs();
        using var target = Target(receiver, new SinkOptions { HeaderFile = { ["Authorization"] = file } }, logs: logs);
        await target.SendAsync(Lines, Token);
        await File.WriteAllTextAsync(file, "Bearer two\n", Token);
        await target.SendAsync(Lines, Token);
        File.Delete(file);
        await target.SendAsync(Lines, Token);
        Assert.Equal(
            ["Bearer one", "Bearer two", "Bearer two"],
            receiver.Requests.Select(x => x.Headers["Authorization"])
        );
        Assert.DoesNotContain("two", string.Concat(logs.Lines), StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() =>
            Target(receiver, new SinkOptions { HeaderFile = { ["Authorization"] = file } })
        );
    }

    [Fact]
    public async Task A_date_in_retry_after_is_measured_by_the_receivers_own_clock()
    {
        var receiver = new ScriptedReceiver(
            (_, _) =>
            {
                var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests);
                response.Headers.Date = new DateTimeOffset(2040, 1, 1, 0, 0, 0, TimeSpan.Zero);
                response.Headers.TryAddWithoutValidation("Retry-After", "Sun, 01 Jan 2040 00:01:30 GMT");
                return Task.FromResult(response);
            }
        );
        using var target = Target(receiver);
        Assert.Equal(TimeSpan.FromSeconds(90), (await target.SendAsync(Lines, Token)).RetryAfter);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_time_is_tried_again()
    {
        var time = new FakeTimeProvider();
        var receiver = new ScriptedReceiver((_, _) => new TaskCompletionSource<HttpResponseMessage>().Task);
        using var target = Target(receiver, time: time);
        var sending = target.SendAsync(Lines, Token);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(VerdictKind.Retry, (await sending).Kind);
    }

    [Fact]
    public async Task What_a_receiver_says_of_a_refusal_is_kept_without_our_secrets()
    {
        var receiver = new ScriptedReceiver(
            (_, _) =>
                Task.FromResult(
                    new HttpResponseMessage(HttpStatusCode.BadRequest)
                    {
                        Content = new StringContent(
                            "no field x\r\n for t0ken-value at /hook/path-secret?k=query-secret"
                        ),
                    }
                )
        );
        using var target = Target(receiver, new SinkOptions { Header = { ["Authorization"] = "Bearer t0ken-value" } });
        var verdict = await target.SendAsync(Lines, Token);
        Assert.Equal(VerdictKind.Rejected, verdict.Kind);
        Assert.Contains("no field x", verdict.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken-value", verdict.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("path-secret", verdict.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("query-secret", verdict.Why, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", target.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var paths = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(context =>
        {
            paths.Enqueue(context.Request.Path);
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await app.StartAsync(Token);
        var options = new SinkOptions { Url = app.Urls.First() + "/hook" };
        using var target = DeliveryTargets.Create(
            "Delivery:Test",
            options,
            TimeSpan.FromSeconds(10),
            TimeProvider.System,
            new CapturedLogs()
        );
        Assert.Equal(VerdictKind.FatalEndpoint, (await target.SendAsync(Lines, Token)).Kind);
        Assert.Equal(["/hook"], paths);
        await app.StopAsync(Token);
        Assert.Equal(VerdictKind.Retry, (await target.SendAsync(Lines, Token)).Kind);
    }

    private static HttpTarget Target(
        ScriptedReceiver receiver,
        SinkOptions? options = null,
        TimeProvider? time = null,
        CapturedLogs? logs = null
    ) =>
        new(
            new Uri("https://receiver.example/hook/path-secret?k=query-secret"),
            new SecretHeaders("Delivery:Test", options ?? new SinkOptions(), logs ?? new CapturedLogs()),
            new ResponsePolicy(),
            TimeSpan.FromSeconds(60),
            time ?? TimeProvider.System,
            receiver
        );
}
