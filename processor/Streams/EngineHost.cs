using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Processor.Steps;

namespace Pipeline.Processor.Streams;

/// <summary>
/// Runs a stage for as long as the process lives. One recovery only: whatever is unexpected ends the transaction, throws
/// away everything in memory and rebuilds the engine from the log. What keeps happening stops the engine with a sentence.
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
    private readonly FailedRecord _failed = new();

    public string Name => stage.Name;

    public EngineHealth Health { get; } = new();

    /// <summary>Runs until cancelled.</summary>
    /// <exception cref="EngineStoppedException">It cannot go on; the message says what to do.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var metrics = new EngineMetrics(stage.Name, time);
        metrics.Gauges.Polls = Health.PollAge;
        using var watchdog = new Watchdog(Health.PollAge, options.WatchdogLimit, _logger);
        var step = stage.Step(services);
        await new GroupOffsets(clients, stage, options).EnsureAsync(stop);
        var attempt = 0;
        while (!stop.IsCancellationRequested)
        {
            var processed = metrics.Processed;
            var error = await LiveAsync(step, metrics, stop);
            if (error is null)
            {
                return;
            }

            // Progress since the last failure means another failure, not the same one again.
            attempt = metrics.Processed - processed > options.MaxPollRecords ? 1 : attempt + 1;
            ThrowIfHopeless(error, attempt);
            metrics.Rebuilt();
            var pause = Pause(attempt);
            _logger.LogWarning(
                "{Stage} broke ({Error}) and is rebuilt from the log in {Seconds:0.0} s; nothing was committed",
                stage.Name,
                error.Message,
                pause.TotalSeconds
            );
            await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Exception?> LiveAsync(IStep step, EngineMetrics metrics, CancellationToken stop)
    {
        using var incarnation = new EngineIncarnation(
            stage,
            step,
            _failed,
            clients,
            options,
            metrics,
            Health,
            time,
            loggers
        );
        return await incarnation.RunAsync(stop);
    }

    private void ThrowIfHopeless(Exception error, int attempt)
    {
        if (Find<UnreadableStateException>(error) is { } unreadable)
        {
            throw new EngineStoppedException($"{stage.Name}: {unreadable.Message}", error);
        }

        if (Find<ConsumeException>(error) is { } consume && IsOffsetGone(consume.Error.Code))
        {
            throw new EngineStoppedException(GroupOffsets.Gone(stage, options, consume.Error.Reason), error);
        }

        var place = _failed.Take();
        if (attempt >= options.MaxAttempts)
        {
            var where = place is null ? "" : $" at record {place}";
            throw new EngineStoppedException(
                $"{stage.Name} broke {attempt} times in a row{where}; the last error was: {error.Message}",
                error
            );
        }
    }

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
