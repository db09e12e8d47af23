using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Streams;

/// <summary>
/// Runs a stage for as long as the process lives. One recovery only: whatever is unexpected ends the transaction,
/// throws away everything in memory and rebuilds the engine from the log. What keeps happening stops the engine with a
/// sentence.
/// </summary>
internal sealed class EngineHost(
    Stage stage,
    StageServices services,
    IKafkaClients clients,
    EngineOptions options,
    TimeProvider time,
    ILoggerFactory loggers
)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly ILogger _logger = loggers.CreateLogger($"Pipeline.Processor.{stage.Name}");
    private readonly EngineProgress _progress = new();
    private readonly FailureCounts _failures = new(options.MaxAttemptsAtRecord, options.MaxAttempts);

    public string Name => stage.Name;

    public string Instance => options.Instance;

    public EngineHealth Health { get; } = new();

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="EngineStoppedException">It cannot go on; the message says what to do.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var metrics = new EngineMetrics(stage.Name, options.Instance, time);
        using var gauges = new HealthMetrics(stage.Name, options.Instance, Health);
        using var watchdog = new Watchdog(Health.PollAge, options.WatchdogLimit, _logger);
        var step = stage.Step(services);
        while (!stop.IsCancellationRequested)
        {
            var error = await LiveAsync(step, metrics, stop);
            if (error is null)
            {
                return;
            }

            var failure = _failures.Add(_progress.Take());
            ThrowIfHopeless(error, failure);
            metrics.Rebuilt();
            var pause = Pause(failure.Attempt);
            _logger.LogWarning(
                "{Stage} broke{Place} ({Error}), attempt {Attempt}, and is rebuilt from the log in {Seconds:0.0} s; "
                    + "nothing of the transaction was committed",
                stage.Name,
                At(failure),
                error.Message,
                failure.Attempt,
                pause.TotalSeconds
            );
            await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Exception?> LiveAsync(IStep step, EngineMetrics metrics, CancellationToken stop)
    {
        try
        {
            await new GroupOffsets(clients, stage, options).EnsureAsync(stop);
        }
        catch (KafkaException e)
        {
            // A coordinator that is loading, brokers that are away: tried again like any other failure.
            return e;
        }

        using var incarnation = new EngineIncarnation(
            stage,
            step,
            _progress,
            clients,
            options,
            metrics,
            Health,
            time,
            loggers
        );
        return await incarnation.RunAsync(stop);
    }

    private void ThrowIfHopeless(Exception error, FailureCount failure)
    {
        if (Find<UnreadableStateException>(error) is { } unreadable)
        {
            throw new EngineStoppedException($"{stage.Name}: {unreadable.Message}", error);
        }

        if (Find<ConsumeException>(error) is { } consume && IsOffsetGone(consume.Error.Code))
        {
            throw new EngineStoppedException(GroupOffsets.Gone(stage, options, consume.Error.Reason), error);
        }

        if (failure.IsHopeless)
        {
            throw new EngineStoppedException(
                $"{stage.Name} broke {failure.Attempt} times{At(failure)}, without progress there; the last error was: "
                    + $"{error.Message}. See docs/runbooks/engine-stops.md.",
                error
            );
        }
    }

    private static string At(FailureCount failure) => failure.Place is { Length: > 0 } place ? $" at {place}" : "";

    private static bool IsOffsetGone(ErrorCode code) =>
        code is ErrorCode.Local_NoOffset or ErrorCode.OffsetOutOfRange or ErrorCode.Local_AutoOffsetReset;

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        for (; error is not null; error = error.InnerException)
        {
            if (error is T found)
            {
                return found;
            }
        }

        return null;
    }

    private static TimeSpan Pause(int attempt)
    {
        var pause = FirstPause * Math.Pow(2, attempt - 1);
        return pause < LongestPause ? pause : LongestPause;
    }
}
