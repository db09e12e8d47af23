using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Pipeline.Producer.Commands;

/// <summary>Logs of the program: one line each, on stderr, so that stdout belongs to results.</summary>
internal static class ConsoleLog
{
    public static ILoggerFactory Create() =>
        LoggerFactory.Create(builder =>
        {
            builder.AddSimpleConsole(x =>
            {
                x.SingleLine = true;
                x.UseUtcTimestamp = true;
                x.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            });
            builder.Services.Configure<ConsoleLoggerOptions>(x => x.LogToStandardErrorThreshold = LogLevel.Trace);
        });
}
