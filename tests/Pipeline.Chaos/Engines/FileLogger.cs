using Microsoft.Extensions.Logging;

namespace Pipeline.Chaos.Engines;

/// <summary>One line for each event, whole lines only.</summary>
internal sealed class FileLogger(TextWriter file, string instance, string category) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        lock (file)
        {
            file.WriteLine(
                $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {instance} {logLevel} {category}: "
                    + $"{formatter(state, exception)} {exception?.ToString().ReplaceLineEndings(" | ")}"
            );
        }
    }
}
