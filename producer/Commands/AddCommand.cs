using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Producer.Integrations;

namespace Pipeline.Producer.Commands;

/// <summary><c>integrations add</c>: an org, saved once its credentials have been checked.</summary>
internal static class AddCommand
{
    public static Command Create()
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
        var directory = IntegrationsCommand.DirectoryOption();
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
            IntegrationsCommand.Guarded(async stop =>
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
                    IntegrationsCommand.Open(parsed.GetValue(directory)),
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
        if (await DraftCheck.PassAsync(draft.Options(), IntegrationsCommand.Options(), offline, stop) is not { } tenant)
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
}
