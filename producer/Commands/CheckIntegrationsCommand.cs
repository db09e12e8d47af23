using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Integrations;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Commands;

/// <summary><c>integrations check</c>: whether the credentials still do.</summary>
internal static class CheckIntegrationsCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("name")
        {
            Description = "One integration; all if left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var directory = IntegrationsCommand.DirectoryOption();
        var command = new Command("check", "Ask the orgs whether the credentials still do.") { name, directory };
        command.SetAction(parsed =>
            IntegrationsCommand.Guarded(stop =>
                CheckAsync(IntegrationsCommand.Open(parsed.GetValue(directory)), parsed.GetValue(name), stop)
            )
        );
        return command;
    }

    private static async Task<int> CheckAsync(IntegrationDirectory directory, string? name, CancellationToken stop)
    {
        var options = IntegrationsCommand.Options();
        using var handler = OktaHttp.Handler(options.Proxy);
        using var http = new HttpMessageInvoker(handler);
        var (all, count) = (true, 0);
        foreach (var (file, given, fault) in directory.Read())
        {
            if (name is not null && given?.Name != name && Path.GetFileNameWithoutExtension(file) != name)
            {
                continue;
            }

            count++;
            var (good, lines) = await LinesAsync(file, given, fault, options, http, stop);
            all &= good;
            foreach (var line in lines)
            {
                Console.WriteLine($"{given?.Name ?? file}: {line}");
            }
        }

        if (count == 0)
        {
            throw new ConfigurationException(
                name is null
                    ? IntegrationsCommand.Nothing(directory)
                    : $"There is no integration {name} in {directory.Path}."
            );
        }

        return all ? ProgramExit.Ok : ProgramExit.Failed;
    }

    private static async Task<(bool Good, IReadOnlyList<string> Lines)> LinesAsync(
        string file,
        TenantOptions? given,
        string? fault,
        ProducerOptions options,
        HttpMessageInvoker http,
        CancellationToken stop
    )
    {
        if (given is null)
        {
            return (false, [fault!]);
        }

        try
        {
            var tenant = TenantCatalogue.Of(file, given, options, TimeProvider.System);
            return await new OrgCheck(http, TimeProvider.System).RunAsync(tenant, options.CountLicences, stop);
        }
        catch (ConfigurationException e)
        {
            return (false, [e.Message]);
        }
    }
}
