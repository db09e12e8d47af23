using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Producer.Collection;

/// <summary>Counts a tenant's users once per UTC day and publishes the count. Polling never depends on it.</summary>
internal sealed class LicenceLoop
{
    /// <summary>After a failed count; a day has room for it whatever was wrong.</summary>
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(30);

    private readonly Tenant _tenant;
    private readonly PartitionWriter _writer;
    private readonly CollectionServices _services;
    private readonly LicenceRecord _records;
    private readonly RateGovernor _governor;
    private readonly RateGovernor _logs;
    private readonly RequestGate _gate;
    private readonly WindowKeeper _window;
    private readonly Random _random;
    private readonly ILogger _logger;

    public LicenceLoop(
        Tenant tenant,
        int partition,
        PartitionWriter writer,
        PartitionReader reader,
        ClosedWindows windows,
        RateGovernor logs,
        CollectionServices services
    )
    {
        _logs = logs;
        _governor = new RateGovernor(tenant.RateShare);
        var until = windows.Until(tenant.Name, RateBucket.Users);
        _governor.Close(services.Elapsed(), until - services.Time.GetUtcNow());
        _gate = new RequestGate(tenant.Name, Limit, "licences_rate_limit", services.Pulse, services.Pause);
        _window = new WindowKeeper(tenant, partition, RateBucket.Users, _governor, writer, windows, services);
        _tenant = tenant;
        _writer = writer;
        _services = services;
        _records = new LicenceRecord(tenant, services.Ids, reader, services.LicencePartitions);
        _random = services.Random(tenant.Name);
        _logger = services.Loggers.CreateLogger<LicenceLoop>();
    }

    /// <summary>Counts until cancelled or until the writer is lost.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var wait = await TryAsync(cancel);
            if (wait > TimeSpan.Zero)
            {
                await _services.Pause.WaitAsync(_tenant.Name, "licences", wait, cancel);
            }
        }
    }

    /// <summary>One try. Returns how long to wait for the next.</summary>
    private async Task<TimeSpan> TryAsync(CancellationToken cancel)
    {
        try
        {
            var now = _services.Time.GetUtcNow();
            var revision = await _records.RevisionAsync(DateOnly.FromDateTime(now.UtcDateTime), cancel);
            var wait = LicenceSchedule.Wait(_tenant.Name, revision > 0, now);
            return wait > TimeSpan.Zero || await CountAsync(revision + 1, cancel) ? wait : Retry;
        }
        catch (Exception e)
            when (e is TransactionAbortedException or KafkaException or TimeoutException or MalformedRecordException)
        {
            _logger.LogWarning(e, "Tenant {Tenant}: no licence count; it is tried again.", _tenant.Name);
            return Retry;
        }
    }

    /// <summary>
    /// Users have a limit of their own, but what can be done at any time of the day waits while Okta lets nobody in.
    /// </summary>
    private TimeSpan Limit()
    {
        var (users, log) = (_governor.WaitBefore(_services.Elapsed()), _logs.WaitForOkta(_services.Elapsed()));
        return users > log ? users : log;
    }

    private async Task<bool> CountAsync(int revision, CancellationToken cancel)
    {
        var client = new PageClient(_tenant.Org, _tenant.Credentials, _services.Http, _services.Slots, _services.Time);
        var counter = new LicenceCounter(
            _tenant,
            client,
            _governor,
            _gate,
            _services.Elapsed,
            _window.AnsweredAsync,
            _services.Pause,
            _services.Time,
            _random,
            _services.Metrics
        );
        var started = _services.Time.GetUtcNow();
        var (tally, failure) = await counter.CountAsync(cancel);
        if (tally is null)
        {
            _logger.Log(
                failure!.Kind is FailureKind.Auth or FailureKind.Configuration ? LogLevel.Error : LogLevel.Warning,
                "Tenant {Tenant} ({Org}): no licence count: {What}. Its credentials must be allowed to list users "
                    + "(okta.users.read); or set Okta:CountLicences to false. It is tried again.",
                _tenant.Name,
                _tenant.Org.Text,
                failure.Message
            );
            return false;
        }

        var record = _records.Of(tally, revision, started, _services.Time.GetUtcNow());
        await _writer.WriteAsync(x => x.Send(Topics.Licences, record), cancel);
        _logger.LogInformation("Tenant {Tenant}: {Total} users counted.", _tenant.Name, tally.ByStatus.Values.Sum());
        return true;
    }
}
