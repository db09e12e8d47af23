using System.Globalization;
using System.Text.Json;
using Pipeline.IntegrationTests.EndToEnd;
using Pipeline.IntegrationTests.Servers;
using Pipeline.Schemas;
using Names = Pipeline.Schemas.Topics;

namespace Pipeline.IntegrationTests.Reconciliation;

/// <summary>
/// Reconciliation and backfill against a broker of their own: late events, events that polling never serves, and
/// SIGKILL of both sides of a backfill. What the org persisted is compared with what kcat finds in raw.
/// </summary>
public sealed class LateEventTests : IAsyncLifetime
{
    private const int History = 4000;
    private const string Tenant = "late";

    private readonly List<PipelineProcess> _processes = [];
    private readonly HttpClient _http = new();
    private ChildServer? _broker;
    private Dictionary<string, string> _environment = [];

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        if (Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home)
        {
            _broker = await ChildServer.StartAsync(Path.GetFullPath(Path.Combine(home, "bin", "kafka-start")));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _processes.ForEach(x => x.Dispose());
        _http.Dispose();
        await (_broker?.DisposeAsync() ?? default);
    }

    [Fact]
    public async Task Late_missed_and_backfilled_events_are_in_raw_once_whatever_is_killed()
    {
        Kcat.Require();
        var broker =
            _broker?.Address
            ?? Requirement.Missing("Set KAFKA_HOME: this test needs a broker of its own, so that raw is its alone.");
        var org = await StartOrgAsync(broker);
        var producer = Run("run", "--instance", "late-1");

        await UntilAsync(() => ReadAsync(broker, Names.Checkpoints, "%k"), x => x.Contains(Tenant), producer);

        // History is from before collection began: the backfill's. It is killed in the middle, and so is its verb.
        var verb = Backfill("--from", Time(Now.AddDays(-1)), "--to", Time(Now));
        await UntilAsync(() => InRawAsync(broker), x => x.Count >= 1000, producer);
        verb.Kill();
        producer.Kill();
        Assert.InRange((await InRawAsync(broker)).Count, 1000, History - 1);
        producer = Run("run", "--instance", "late-1");
        verb = Backfill();

        // Meanwhile some events are persisted late, and some are never served to the poll.
        await AppendAsync(org, polled: true, Now.AddMinutes(-40), 50);
        await AppendAsync(org, polled: false, Now, 7);
        Assert.Equal(0, await verb.ExitAsync());
        await UntilAsync(() => InRawAsync(broker), x => x.Count >= History + 57, producer);
        await AppendAsync(org, polled: true, Now, 1);
        await UntilAsync(() => InRawAsync(broker), x => x.Count >= History + 58, producer);
        Assert.Equal(0, await producer.TerminateAsync());

        var raw = await InRawAsync(broker);
        Assert.Equal((await PersistedAsync(org)).Order(), raw.Select(x => x.Uuid).Order());
        Assert.Equal(7, raw.Count(x => x.By == "reconcile"));
        Assert.Equal(History, raw.Count(x => x.By == "backfill"));
        Assert.Empty(await Kcat.ReadAsync(broker, Names.DeadLetters(Names.Raw), "%o"));
    }

    private async Task<Uri> StartOrgAsync(string broker)
    {
        string[] arguments = ["org", "--token", "t", "--count", $"{History}"];
        var process = PipelineProcess.Start("okta-local", _environment, arguments);
        _processes.Add(process);
        var org = await process.AddressAsync();
        _environment = new Dictionary<string, string>
        {
            ["Kafka__BootstrapServers"] = broker,
            ["Kafka__Partitions"] = "1",
            ["Okta__Tenants__0__Name"] = Tenant,
            ["Okta__Tenants__0__OrgUrl"] = org.GetLeftPart(UriPartial.Authority),
            ["Okta__Tenants__0__ApiToken"] = "t",
            ["Okta__PollInterval"] = "00:00:01",
            ["Okta__Since"] = "00:00:00",
            ["Okta__CountLicences"] = "false",
            ["Okta__Reconcile__Every"] = "00:00:05",
            ["Okta__Reconcile__Delay"] = "00:00:01",
        };
        return org;
    }

    private PipelineProcess Backfill(params string[] arguments) => Run(["backfill", "--tenant", Tenant, .. arguments]);

    private PipelineProcess Run(params string[] arguments)
    {
        var process = PipelineProcess.Start("okta-producer", _environment, arguments);
        _processes.Add(process);
        return process;
    }

    /// <summary>Persists events now that happened at a time.</summary>
    private async Task AppendAsync(Uri org, bool polled, DateTimeOffset published, int count)
    {
        var lines = Enumerable
            .Range(0, count)
            .Select(_ =>
                $$"""{"uuid":"{{Guid.NewGuid()}}","published":"{{Time(published)}}","eventType":"user.session.start"}"""
            );
        using var content = new StringContent(string.Join('\n', lines));
        var url = new Uri(org, $"/__control/events?polled={(polled ? "true" : "false")}");
        using var response = await _http.PostAsync(url, content);
        response.EnsureSuccessStatusCode();
    }

    private async Task<List<string>> PersistedAsync(Uri org)
    {
        var text = await _http.GetStringAsync(new Uri(org, "/__control/ledger"));
        return
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(x => JsonSerializer.Deserialize<JsonElement>(x).GetProperty("uuid").GetString()!),
        ];
    }

    private static async Task<List<(string Uuid, string By)>> InRawAsync(string broker) =>
        [.. (await ReadAsync(broker, Names.Raw, "%h")).Select(x => (Kcat.Header(x, HeaderNames.EventId), By(x)))];

    private static string By(string headers) =>
        headers.Contains(HeaderNames.CollectedBy, StringComparison.Ordinal)
            ? Kcat.Header(headers, HeaderNames.CollectedBy)
            : "poll";

    private static async Task<List<string>> ReadAsync(string broker, string topic, string format)
    {
        try
        {
            return await Kcat.ReadAsync(broker, topic, format);
        }
        catch (Xunit.Sdk.EqualException)
        {
            // kcat fails where the topic does not exist yet.
            return [];
        }
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static async Task UntilAsync<T>(Func<Task<T>> read, Func<T, bool> holds, PipelineProcess process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds(await read()))
        {
            Assert.False(limit.IsCancellationRequested, $"Nothing more came.{Environment.NewLine}{process.Errors}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, CancellationToken.None);
        }
    }
}
