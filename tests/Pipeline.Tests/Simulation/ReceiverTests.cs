using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pipeline.Local.Receiver;

namespace Pipeline.Tests.Simulation;

public sealed class ReceiverTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new(2026, 5, 12, 8, 0, 0, TimeSpan.Zero));
    private readonly string _directory = Directory.CreateTempSubdirectory("receiver").FullName;
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Accepted_lines_are_on_disk_byte_for_byte_when_the_answer_comes()
    {
        var seen = new List<AcceptedLine>();
        await using var receiver = await StartAsync(
            new ReceiverOptions { OutputDirectory = _directory, Accepted = seen.Add }
        );
        const string Lines = "{\"id\":\"a\" , \"x\":1.0}\n{\"uuid\":\"b\"}\nnot json\n{\"id\":\"a\" , \"x\":1.0}\n";

        using var telemetry = await PostAsync(receiver, "/telemetry", Lines, gzip: true);
        using var alert = await PostAsync(receiver, "/alerts", """{"alert_id":"r","revision":2}""");

        Assert.Equal(HttpStatusCode.OK, telemetry.StatusCode);
        Assert.Equal(HttpStatusCode.OK, alert.StatusCode);
        var cancel = TestContext.Current.CancellationToken;
        Assert.Equal(Lines, await ReadSharedAsync(Path.Combine(_directory, "telemetry.jsonl"), cancel));
        Assert.Equal(new PathSummary(4, Lines.Length - 4, 2, 1, 1, 3), receiver.Summary()["/telemetry"]);
        Assert.Equal(["a", "b", null, "a", "r#2"], seen.Select(line => line.Id));
    }

    [Fact]
    public async Task A_lost_acknowledgement_is_accepted_all_the_same()
    {
        await using var receiver = await StartAsync("""{"faults":[{"kind":"ack_lost","at":1}]}""");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => PostAsync(receiver, "/alerts", """{"id":"a"}"""));
        using var again = await PostAsync(receiver, "/alerts", """{"id":"a"}""");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal((2, 1, 1), Counts(receiver, "/alerts"));
    }

    [Fact]
    public async Task Refusals_accept_nothing_and_say_when_to_come_back()
    {
        await using var receiver = await StartAsync(
            """{"faults":[{"kind":"status","status":500,"at":1},{"kind":"retry_after","retry_after_s":7,"at":2},{"kind":"retry_after_date","retry_after_s":9,"at":3}]}"""
        );
        using var first = await PostAsync(receiver, "/telemetry", "{}\n");
        using var second = await PostAsync(receiver, "/telemetry", "{}\n");
        using var third = await PostAsync(receiver, "/telemetry", "{}\n");
        Assert.Equal(HttpStatusCode.InternalServerError, first.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), second.Headers.RetryAfter!.Delta);
        Assert.Equal(_time.GetUtcNow().AddSeconds(9), third.Headers.RetryAfter!.Date);
        Assert.Equal((0, 0, 0), Counts(receiver, "/telemetry"));
    }

    [Fact]
    public async Task Bodies_above_the_bound_are_too_large()
    {
        await using var receiver = await StartAsync(new ReceiverOptions { MaxBytes = 20 });
        using var large = await PostAsync(receiver, "/telemetry", new string('x', 21));
        using var small = await PostAsync(receiver, "/telemetry", new string('x', 20));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
    }

    [Fact]
    public async Task A_marked_line_poisons_its_request_only()
    {
        await using var receiver = await StartAsync("""{"faults":[{"kind":"reject_marker","marker":"poison"}]}""");
        using var bad = await PostAsync(receiver, "/telemetry", "{\"id\":1}\n{\"poison\":2}\n");
        using var good = await PostAsync(receiver, "/telemetry", "{\"id\":1}\n");
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Equal((1, 1, 0), Counts(receiver, "/telemetry"));
    }

    [Fact]
    public async Task Partial_failures_name_the_lines_in_order()
    {
        await using var receiver = await StartAsync(
            """{"faults":[{"kind":"partial","marker":"poison","status":400,"at":1}]}"""
        );
        using var response = await PostAsync(receiver, "/telemetry", "{\"id\":1}\n{\"poison\":2}\n{\"id\":3}\n");
        using var body = JsonDocument.Parse(
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)
        );
        Assert.True(body.RootElement.GetProperty("errors").GetBoolean());
        Assert.Equal(
            [200, 400, 200],
            body.RootElement.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("status").GetInt32())
        );
        Assert.Equal((2, 2, 0), Counts(receiver, "/telemetry"));
    }

    [Fact]
    public async Task A_hanging_receiver_can_be_left_and_has_accepted_nothing()
    {
        await using var receiver = await StartAsync("""{"faults":[{"kind":"hang","at":1}]}""");
        using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        using var content = new StringContent("{}");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _http.PostAsync(new Uri(receiver.Url, "/alerts"), content, impatient.Token)
        );
        Assert.Equal((0, 0, 0), Counts(receiver, "/alerts"));
    }

    [Fact]
    public async Task Rubbish_for_gzip_is_a_bad_request()
    {
        await using var receiver = await StartAsync(new ReceiverOptions());
        using var content = new StringContent("plain");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await _http.PostAsync(
            new Uri(receiver.Url, "/telemetry"),
            content,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static (long Lines, long Distinct, long Repeated) Counts(DeliveryReceiver receiver, string path)
    {
        var summary = receiver.Summary()[path];
        return (summary.Lines, summary.DistinctIds, summary.RepeatedIds);
    }

    private static async Task<string> ReadSharedAsync(string path, CancellationToken cancel)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(cancel);
    }

    private Task<DeliveryReceiver> StartAsync(string script) =>
        StartAsync(new ReceiverOptions { Faults = ReceiverScript.Parse(script) });

    private Task<DeliveryReceiver> StartAsync(ReceiverOptions options) => DeliveryReceiver.StartAsync(options, _time);

    private async Task<HttpResponseMessage> PostAsync(
        DeliveryReceiver receiver,
        string path,
        string body,
        bool gzip = false
    )
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        if (gzip)
        {
            using var compressed = new MemoryStream();
            await using (var stream = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            {
                stream.Write(bytes);
            }

            bytes = compressed.ToArray();
        }

        using var content = new ByteArrayContent(bytes);
        if (gzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return await _http.PostAsync(new Uri(receiver.Url, path), content, TestContext.Current.CancellationToken);
    }
}
