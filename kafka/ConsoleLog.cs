using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Pipeline.Kafka;

/// <summary>Logs of a program: one line each, on standard error, so that standard output belongs to results.</summary>
public static class ConsoleLog
{
    /// <param name="configuration">
    /// Section <c>Logging</c> sets levels, e.g. <c>Logging__LogLevel__Default=Debug</c>.
    /// </param>
    public static ILoggerFactory Create(IConfiguration? configuration = null, LogLevel level = LogLevel.Information) =>
        LoggerFactory.Create(builder =>
        {
            // Streamiz tells every transition; what matters of it is said by our own lines.
            builder.SetMinimumLevel(level);
            builder.AddFilter("Streamiz", LogLevel.Warning);
            if (configuration is not null)
            {
                builder.AddConfiguration(configuration.GetSection("Logging"));
            }

            builder.AddSimpleConsole(x =>
            {
                x.SingleLine = true;
                x.UseUtcTimestamp = true;
                x.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
            });
            builder.Services.Configure<ConsoleLoggerOptions>(x => x.LogToStandardErrorThreshold = LogLevel.Trace);
        });
}
