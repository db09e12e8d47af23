using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Integrations;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Commands;

/// <summary><c>integrations add|list|check|rotate|remove</c>: the orgs to collect, as files a running producer takes up.</summary>
internal static class IntegrationsCommand
{
    public static Command Create() =>
        new(
            "integrations",
            "The orgs to collect: added after a check, as files that a running producer takes up. Exit codes: 0 done; "
                + "1 the org refuses; 2 configuration."
        )
        {
            Add(),
            List(),
            Check(),
            RotateCommand.Create(),
            Remove(),
        };

    private static Command Add()
    {
        var name = new Argument<string?>("name")
        {
            Description = "Short name; asked for if left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var org = new Option<string?>("--org")
        {
            Description = "Okta domain, e.g. acme.okta.com; asked for if left out.",
        };
        var tokenFile = new Option<string?>("--token-file")
        {
            Description = "A file with the API token, or - for standard input; else it is asked for without echo.",
        };
        var clientId = new Option<string?>("--client-id")
        {
            Description = "Client id of a service app, instead of a token.",
        };
        var keyFile = new Option<string?>("--private-key-file") { Description = "The app's private key, PEM or JWK." };
        var keyId = new Option<string?>("--key-id") { Description = "Id of the key as registered with the app." };
        var share = new Option<double?>("--rate-share")
        {
            Description = "Share of the org's rate limit to use, above 0 up to 1.",
        };
        var kubernetes = new Option<bool>("--kubernetes") { Description = "Print a Secret instead of saving files." };
        var offline = new Option<bool>("--offline") { Description = "Do not ask the org." };
        var directory = DirectoryOption();
        var command = new Command("add", "Check an org's domain and credentials, then save the integration.")
        {
            name,
            org,
            tokenFile,
            clientId,
            keyFile,
            keyId,
            share,
            kubernetes,
            offline,
            directory,
        };
        command.SetAction(parsed =>
            Guarded(async stop =>
            {
                var draft = await IntegrationDraft.AskAsync(
                    parsed.GetValue(name),
                    parsed.GetValue(org),
                    parsed.GetValue(tokenFile),
                    parsed.GetValue(clientId),
                    parsed.GetValue(keyFile),
                    stop
                );
                draft = draft with
                {
                    File = draft.File with { KeyId = parsed.GetValue(keyId), RateShare = parsed.GetValue(share) },
                };
                return await AddAsync(
                    draft,
                    Open(parsed.GetValue(directory)),
                    parsed.GetValue(kubernetes),
                    parsed.GetValue(offline),
                    stop
                );
            })
        );
        return command;
    }

    private static async Task<int> AddAsync(
        IntegrationDraft draft,
        IntegrationDirectory directory,
        bool kubernetes,
        bool offline,
        CancellationToken stop
    )
    {
        if (await DraftCheck.PassAsync(draft.Options(), Options(), offline, stop) is not { } tenant)
        {
            return ProgramExit.Failed;
        }

        var file = draft.File with { OrgUrl = tenant.Org.Text };
        if (kubernetes)
        {
            Console.Write(KubernetesSecret.Of(draft.InSecret(file), draft.Secrets(file)));
            return ProgramExit.Ok;
        }

        directory.Add(file, draft.Token);
        await Console.Error.WriteLineAsync(
            $"{file.Name} is saved in {directory.Path}; a running producer takes it up by itself."
        );
        return ProgramExit.Ok;
    }

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var directory = DirectoryOption();
        var command = new Command("list", "List the integrations, without their secrets.") { json, directory };
        command.SetAction(parsed =>
            Guarded(_ =>
            {
                var opened = Open(parsed.GetValue(directory));
                var found = opened.Read();
                if (found.Count == 0)
                {
                    Console.Error.WriteLine(Nothing(opened));
                }

                foreach (var (file, options, fault) in found)
                {
                    var line = new IntegrationLine(
                        options?.Name ?? Path.GetFileNameWithoutExtension(file),
                        options?.OrgUrl ?? "",
                        options?.ClientId is null ? "API token" : "service app",
                        fault
                    );
                    Console.WriteLine(
                        parsed.GetValue(json)
                            ? System
                                .Text.Json.JsonSerializer.Serialize(line, IntegrationJson.Default.IntegrationLine)
                                .ReplaceLineEndings("")
                            : $"{line.Name, -24} {line.Org, -44} {fault ?? line.Credentials}"
                    );
                }

                return Task.FromResult(ProgramExit.Ok);
            })
        );
        return command;
    }

    private static Command Check()
    {
        var name = new Argument<string?>("name")
        {
            Description = "One integration; all if left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var directory = DirectoryOption();
        var command = new Command("check", "Ask the orgs whether the credentials still do.") { name, directory };
        command.SetAction(parsed =>
            Guarded(stop => CheckAsync(Open(parsed.GetValue(directory)), parsed.GetValue(name), stop))
        );
        return command;
    }

    private static async Task<int> CheckAsync(IntegrationDirectory directory, string? name, CancellationToken stop)
    {
        var options = Options();
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
                name is null ? Nothing(directory) : $"There is no integration {name} in {directory.Path}."
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

    private static Command Remove()
    {
        var name = new Argument<string>("name") { Description = "The integration." };
        var directory = DirectoryOption();
        var command = new Command("remove", "Remove an integration and its token. What was collected stays.")
        {
            name,
            directory,
        };
        command.SetAction(parsed =>
            Guarded(_ =>
            {
                Open(parsed.GetValue(directory)).Remove(parsed.GetValue(name)!);
                Console.Error.WriteLine(
                    $"{parsed.GetValue(name)} is removed: a running producer ends its collection. Its events, and the checkpoint "
                        + "to go on from if it is added again, stay in Kafka. Revoke the token in Okta."
                );
                return Task.FromResult(ProgramExit.Ok);
            })
        );
        return command;
    }

    private static string Nothing(IntegrationDirectory directory) =>
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
