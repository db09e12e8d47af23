using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Processor.Steps;
using Pipeline.Processor.Streams.Clients;
using Streamiz.Kafka.Net;
using Streamiz.Kafka.Net.SerDes;

namespace Pipeline.Processor.Streams;

/// <summary>
/// One life of an engine: one <see cref="KafkaStream"/> with one thread, from its clients to their end. Nothing of it
/// survives: the next one begins from what the log says.
/// </summary>
internal sealed class EngineIncarnation : IDisposable
{
    private readonly EngineSupplier _supplier;
    private readonly KafkaStream _stream;
    private readonly EngineOptions _options;
    private readonly EngineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly EngineHealth _health;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<TopicPartition, long> _restores = [];
    private Exception? _error;

    public EngineIncarnation(
        Stage stage,
        IStep step,
        EngineProgress progress,
        IKafkaClients clients,
        EngineOptions options,
        EngineMetrics metrics,
        EngineHealth health,
        TimeProvider time,
        ILoggerFactory loggers
    )
    {
        _options = options;
        _metrics = metrics;
        _health = health;
        _time = time;
        _logger = loggers.CreateLogger($"Pipeline.Processor.{stage.Name}");
        var applicationId = stage.ApplicationId(options.Application);
        _supplier = new EngineSupplier(clients, options, stage, health, progress, metrics, time, _logger);
        var runtime = new StepRuntime(step, stage.Store, metrics, progress, _supplier, _logger);
        _stream = new KafkaStream(
            StageTopology.Build(stage, runtime, options.Guards),
            Config(applicationId, loggers),
            _supplier
        );
        CommitEarly();
        _stream.StateChanged += StateChanged;
        _stream.OnRestoreStartEvent += RestoreStarted;
        _stream.OnRestoreEndEvent += RestoreEnded;
    }

    /// <summary>Runs until it breaks or is stopped.</summary>
    /// <returns>What broke it; null if it was stopped.</returns>
    public async Task<Exception?> RunAsync(CancellationToken stop)
    {
        await using var registration = stop.Register(() => _ended.TrySetResult());
        await _stream.StartAsync(null);
        await _ended.Task;
        return stop.IsCancellationRequested
            ? null
            : _error ?? new EngineBrokenException("Streamiz ended without saying why.");
    }

    /// <summary>
    /// Stops: what is buffered is processed and committed, unless the transaction was killed. A client call that never
    /// returns keeps it from ending; then the watchdog ends the process.
    /// </summary>
    public void Dispose()
    {
        _supplier.Closing();
        _stream.StateChanged -= StateChanged;
        var disposing = Task.Factory.StartNew(
            _stream.Dispose,
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        if (!disposing.Wait(_options.StopTimeout))
        {
            throw new EngineStoppedException(
                $"The engine did not end within {_options.StopTimeout.TotalSeconds:0} s: a call into the Kafka client "
                    + "hangs. The process must end; nothing is lost, the transaction is aborted by the next owner."
            );
        }

        _supplier.DisposeClients();
        _health.Stopped();
    }

    private void CommitEarly()
    {
        if (StreamizCommit.MakeDue(_stream) is { } makeDue)
        {
            _supplier.Commits.Attach(makeDue);
        }
        else
        {
            _logger.LogWarning("This version of Streamiz commits by interval only; latency is about half of it");
        }
    }

    private StreamConfig Config(string applicationId, ILoggerFactory loggers) =>
        new(new Dictionary<string, dynamic>(StringComparer.Ordinal), loggers)
        {
            // First: this setter resets others.
            Guarantee = ProcessingGuarantee.EXACTLY_ONCE,
            ApplicationId = applicationId,
            ClientId = $"{applicationId}-{_options.Instance}",
            // The supplier's clients know the brokers; Streamiz only insists on a value.
            BootstrapServers = "supplied",
            CommitIntervalMs = (long)_options.CommitInterval.TotalMilliseconds,
            PollMs = (long)_options.Poll.TotalMilliseconds,
            MaxPollRecords = MainConsumer.BatchesPerPoll,
            MaxPollRestoringRecords = 50_000,
            NumStreamThreads = 1,
            TransactionTimeout = TimeSpan.FromSeconds(10),
            DefaultKeySerDes = new ByteArraySerDes(),
            DefaultValueSerDes = new ByteArraySerDes(),
            InnerExceptionHandler = Failed,
        };

    /// <summary>
    /// Runs on the stream thread before anything else happens. Always FAIL: Streamiz' own recovery leaves zombies (N3),
    /// and what it would commit on the way out is swallowed by the dead producer (N1).
    /// </summary>
    private ExceptionHandlerResponse Failed(Exception error)
    {
        _supplier.Kill("exception");
        _error ??= error;
        return ExceptionHandlerResponse.FAIL;
    }

    private void StateChanged(KafkaStream.State before, KafkaStream.State after)
    {
        _logger.LogDebug("Streamiz: {Before} to {After}", before.Name, after.Name);
        if (after.Name is "ERROR" or "NOT_RUNNING")
        {
            _health.Stopped();
            _ended.TrySetResult();
        }
        else if (after.Name is "RUNNING")
        {
            _health.Running();
        }
    }

    private void RestoreStarted(TopicPartition partition, string store, long start, long end)
    {
        _restores[partition] = _time.GetTimestamp();
        _health.Restoring(partition);
    }

    private void RestoreEnded(TopicPartition partition, string store, long restored)
    {
        _health.Restored(partition);
        var duration = _restores.Remove(partition, out var began) ? _time.GetElapsedTime(began) : TimeSpan.Zero;
        _metrics.Restored(restored, duration);
        _logger.LogInformation(
            "Restored {Records} records of {Partition} in {Seconds:0.0} s",
            restored,
            partition,
            duration.TotalSeconds
        );
    }
}
