using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Integrations;

namespace Pipeline.Producer.Commands;

/// <summary>
/// <c>integrations add|list|check|rotate|remove</c>: the orgs to collect, as files a running producer takes up.
/// </summary>
internal static class IntegrationsCommand
{
    public static Command Create() =>
        new(
            "integrations",
            "The orgs to collect: added after a check, as files that a running producer takes up. Exit codes: 0 done; "
                + "1 the org refuses; 2 configuration."
        )
        {
            AddCommand.Create(),
            ListCommand.Create(),
            CheckIntegrationsCommand.Create(),
            RotateCommand.Create(),
            RemoveCommand.Create(),
        };

    internal static string Nothing(IntegrationDirectory directory) =>
        $"There is no integration in {directory.Path}: okta-producer integrations add makes one.";

    internal static Option<string?> DirectoryOption() =>
        new("--directory") { Description = "Directory of the integrations; default: Okta:IntegrationsDirectory." };

    internal static IntegrationDirectory Open(string? directory) => new(directory ?? Options().IntegrationsDirectory);

    internal static ProducerOptions Options() =>
        KafkaConfiguration.Bind<ProducerOptions>(KafkaConfiguration.Load(), ProducerOptions.Section);

    internal static async Task<int> Guarded(Func<CancellationToken, Task<int>> command)
    {
        using var signals = new TerminationSignals();
        return await ProgramExit.GuardAsync(
            () => command(signals.Token),
            Console.Error,
            signals.Token,
            ProgramExit.Interrupted
        );
    }
}
