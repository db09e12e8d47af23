using Microsoft.Extensions.Logging;

namespace Pipeline.Chaos.Engines;

/// <summary>Log lines into a file that several engine processes append to.</summary>
internal sealed class FileLoggerProvider(TextWriter file, string instance) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new FileLogger(file, instance, categoryName);

    public void Dispose() { }
}
