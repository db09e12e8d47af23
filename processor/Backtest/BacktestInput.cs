using Pipeline.Kafka;
using Pipeline.Processor.EventFiles;

namespace Pipeline.Processor.Backtest;

/// <summary>One input of a backtest.</summary>
/// <param name="Tenant">Whose events they are: an event does not say.</param>
/// <param name="File">Path of a file, or <c>-</c> for standard input.</param>
internal sealed record BacktestInput(string Tenant, string File)
{
    /// <summary>Tenant of inputs that are given without one.</summary>
    public const string DefaultTenant = "default";

    /// <summary>
    /// Reads <c>FILE</c>, <c>-</c> or <c>TENANT=FILE</c>. A file whose own name holds an equals sign is found first.
    /// </summary>
    /// <exception cref="ConfigurationException">The tenant's name cannot be one.</exception>
    public static BacktestInput Parse(string argument)
    {
        var split = argument.IndexOf('=', StringComparison.Ordinal);
        if (split < 0 || System.IO.File.Exists(argument))
        {
            return new BacktestInput(DefaultTenant, argument);
        }

        var tenant = argument[..split];
        return tenant.Length > 0 && tenant.IndexOfAny(['|', '/']) < 0
            ? new BacktestInput(tenant, argument[(split + 1)..])
            : throw new ConfigurationException(
                $"'{argument}' names no tenant: give TENANT=FILE with a name that has no | and no /."
            );
    }

    /// <summary>The inputs of a command line; standard input if it has none.</summary>
    public static IReadOnlyList<BacktestInput> All(IReadOnlyList<string> arguments) =>
        arguments.Count == 0
            ? [new BacktestInput(DefaultTenant, EventFileStream.StandardInput)]
            : [.. arguments.Select(Parse)];
}
