using System.Security.Cryptography;
using System.Text.Json;
using Pipeline.IntegrationTests.Servers;
using Pipeline.Schemas;
using Names = Pipeline.Schemas.Topics;

namespace Pipeline.IntegrationTests.EndToEnd;

/// <summary>
/// The whole pipeline against a real broker, as separate processes, killed with SIGKILL while they work. What the org
/// says it served is compared with what an independent client finds in the topics and what the receiver holds.
/// </summary>
public sealed class KillTests(BrokerFixture broker) : IDisposable
{
    private const int History = 3000;

    private readonly List<PipelineProcess> _processes = [];
    private readonly string _directory = Directory.CreateTempSubdirectory("pipeline-kill-").FullName;
    private readonly HttpClient _http = new();
    private Dictionary<string, string> _environment = [];

    public void Dispose()
    {
        _processes.ForEach(x => x.Dispose());
        _http.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Killed_at_any_moment_nothing_is_lost_or_repeated_and_every_payload_is_identical()
    {
        Kcat.Require();
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        var (org, receiver) = await StartServersAsync();
        var producer = Run("okta-producer", "--instance", "kill-1");
        var processor = Run("okta-processor", "--instance", "kill-1");
        for (var round = 0; round < 4; round++)
        {
            await Task.Delay(
                TimeSpan.FromSeconds(1.5 + (random.NextDouble() * 3)),
                TimeProvider.System,
                CancellationToken.None
            );
            processor.Kill();
            processor = Run("okta-processor", "--instance", "kill-1");
            if (round == 1)
            {
                producer.Kill();
                producer = Run("okta-producer", "--instance", "kill-1");
            }
        }

        // At 20 events a second both attacks are over by then.
        await UntilAsync(() => Task.FromResult(ReceivedTelemetry()), x => x.Count > History + 450, processor);
        Assert.Equal(0, await producer.TerminateAsync());
        var raw = await IdsAsync(Names.Raw);
        await UntilAsync(() => Task.FromResult(ReceivedTelemetry()), x => x.Count >= raw.Count, processor);
        await UntilAsync(() => Task.FromResult(ReceivedAlerts()), x => x.Any(IsCompromise), processor);
        Assert.Equal(0, await processor.TerminateAsync());

        // A page that was served and not yet written when the producer stopped is not in raw: the next start asks
        // again.
        var served = (await LedgerAsync(org)).Values.Take(raw.Count).ToDictionary(x => x.Uuid, x => x.Hash);
        Assert.Equal(served.Keys, raw);
        Assert.Equal(raw.Order(), (await IdsAsync(Names.Telemetry)).Order());
        Assert.Equal(served, ReceivedTelemetry());
        var revisions = await IdsAsync(Names.Alerts);
        Assert.Equal(revisions.Distinct().Count(), revisions.Count);
        var checkpoints = await Kcat.ReadAsync(broker.BootstrapServers, Names.Checkpoints, "%k");
        Assert.Equal(["acme"], checkpoints.Select(x => x.Split('/')[0]).Distinct());
        var entities = await Kcat.ReadAsync(broker.BootstrapServers, Names.Entities, "%k");
        Assert.Contains(entities, x => x.StartsWith("acme|user|", StringComparison.Ordinal));
        Assert.All(entities, x => Assert.StartsWith("acme|", x));
        Assert.Empty(await Kcat.ReadAsync(broker.BootstrapServers, Names.DeadLetters(Names.Raw), "%o"));
        Assert.Empty(await Kcat.ReadAsync(broker.BootstrapServers, Names.DeadLetters(Names.Entities), "%o"));
        Assert.NotNull(receiver);
    }

    private async Task<(Uri Org, Uri Receiver)> StartServersAsync()
    {
        var org = Add(
            PipelineProcess.Start(
                "okta-local",
                _environment,
                "org",
                "--token",
                "t",
                "--count",
                $"{History}",
                "--rate",
                "20",
                "--attack"
            )
        );
        var receiver = Add(PipelineProcess.Start("okta-local", _environment, "receiver", "--out", _directory));
        var (orgUrl, receiverUrl) = (await org.AddressAsync(), await receiver.AddressAsync());
        _environment = new Dictionary<string, string>
        {
            ["Kafka__BootstrapServers"] = broker.BootstrapServers,
            ["Kafka__Partitions"] = "4",
            ["Okta__Tenants__0__Name"] = "acme",
            ["Okta__Tenants__0__OrgUrl"] = orgUrl.GetLeftPart(UriPartial.Authority),
            ["Okta__Tenants__0__ApiToken"] = "t",
            ["Okta__PollInterval"] = "00:00:01",
            ["Delivery__Alerts__Url"] = new Uri(receiverUrl, "/alerts").ToString(),
            ["Delivery__Telemetry__Url"] = new Uri(receiverUrl, "/telemetry").ToString(),
            ["Delivery__Telemetry__AllEvents"] = "true",
        };
        return (orgUrl, receiverUrl);
    }

    private PipelineProcess Run(string program, params string[] arguments) =>
        Add(PipelineProcess.Start(program, _environment, ["run", .. arguments]));

    private PipelineProcess Add(PipelineProcess process)
    {
        _processes.Add(process);
        return process;
    }

    /// <summary>What the org served, in its order: uuid and hash of the exact bytes.</summary>
    private async Task<SortedList<int, (string Uuid, string Hash)>> LedgerAsync(Uri org)
    {
        var ledger = new SortedList<int, (string, string)>();
        var text = await _http.GetStringAsync(new Uri(org, "/__control/ledger"));
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var entry = JsonDocument.Parse(line);
            if (entry.RootElement.GetProperty("served").GetInt32() > 0)
            {
                var place = entry.RootElement.GetProperty("position").GetInt32();
                var uuid = entry.RootElement.GetProperty("uuid").GetString()!;
                ledger[place] = (uuid, entry.RootElement.GetProperty("sha256").GetString()!);
            }
        }

        return ledger;
    }

    private async Task<List<string>> IdsAsync(string topic) =>
        [
            .. (await Kcat.ReadAsync(broker.BootstrapServers, topic, "%h")).Select(x =>
                Kcat.Header(x, HeaderNames.EventId)
            ),
        ];

    /// <summary>What the receiver holds, each event once: uuid and hash of its line.</summary>
    private Dictionary<string, string> ReceivedTelemetry()
    {
        var received = new Dictionary<string, string>();
        foreach (var line in Lines("telemetry.jsonl"))
        {
            using var json = JsonDocument.Parse(line);
            received[json.RootElement.GetProperty("uuid").GetString()!] = Convert.ToHexStringLower(
                SHA256.HashData(line)
            );
        }

        return received;
    }

    private List<string> ReceivedAlerts() => [.. Lines("alerts.jsonl").Select(System.Text.Encoding.UTF8.GetString)];

    private static bool IsCompromise(string alert) =>
        alert.Contains("\"OKTA-MFA-001\"") && alert.Contains("\"severity\":\"critical\"");

    private IEnumerable<byte[]> Lines(string file)
    {
        var path = Path.Combine(_directory, file);
        if (!File.Exists(path))
        {
            return [];
        }

        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var lines = new List<byte[]>();
        var rest = bytes.ToArray().AsSpan();
        for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
        {
            lines.Add(rest[..end].ToArray());
        }

        return lines;
    }

    private static async Task UntilAsync<T>(Func<Task<T>> read, Func<T, bool> holds, PipelineProcess process)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!holds(await read()))
        {
            Assert.False(limit.IsCancellationRequested, $"Nothing more came.{Environment.NewLine}{process.Errors}");
            await Task.Delay(TimeSpan.FromMilliseconds(300), TimeProvider.System, CancellationToken.None);
        }
    }
}
