using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Producer.Integrations;

namespace Pipeline.Producer.Commands;

/// <summary>
/// <c>integrations rotate</c>: a new secret for an integration, checked before the old one is replaced.
/// </summary>
internal static class RotateCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The integration." };
        var tokenFile = new Option<string?>("--token-file")
        {
            Description = "A file with the new API token, or - for standard input; else it is asked for without echo.",
        };
        var keyFile = new Option<string?>("--private-key-file")
        {
            Description = "The new private key of a service app, PEM or JWK.",
        };
        var keyId = new Option<string?>("--key-id") { Description = "Id of the new key as registered with the app." };
        var offline = new Option<bool>("--offline") { Description = "Do not ask the org." };
        var directory = IntegrationsCommand.DirectoryOption();
        var command = new Command("rotate", "Replace an integration's token or key after a check; collection goes on.")
        {
            name,
            tokenFile,
            keyFile,
            keyId,
            offline,
            directory,
        };
        command.SetAction(parsed =>
            IntegrationsCommand.Guarded(stop =>
                RotateAsync(
                    IntegrationsCommand.Open(parsed.GetValue(directory)),
                    parsed.GetValue(name)!,
                    parsed.GetValue(tokenFile),
                    parsed.GetValue(keyFile),
                    parsed.GetValue(keyId),
                    parsed.GetValue(offline),
                    stop
                )
            )
        );
        return command;
    }

    private static async Task<int> RotateAsync(
        IntegrationDirectory directory,
        string name,
        string? tokenFile,
        string? keyFile,
        string? keyId,
        bool offline,
        CancellationToken stop
    )
    {
        var file = directory.Find(name);
        var draft = file.ClientId is null
            ? new IntegrationDraft(file, await TokenAsync(name, tokenFile, keyFile ?? keyId, stop), KeyPath: null)
            : new IntegrationDraft(WithKey(file, name, tokenFile, keyFile, keyId), Token: null, keyFile);
        var given = draft.Token is null ? draft.File.Options(directory.Path) : draft.Options();
        if (await DraftCheck.PassAsync(given, IntegrationsCommand.Options(), offline, stop) is null)
        {
            return ProgramExit.Failed;
        }

        directory.Rotate(draft.File, draft.Token);
        await Console.Error.WriteLineAsync(
            $"{name} has its new {(draft.Token is null ? "key" : "token")}; a running producer takes it up by itself. "
                + "Revoke the old one in Okta."
        );
        return ProgramExit.Ok;
    }

    private static async Task<string> TokenAsync(string name, string? tokenFile, string? key, CancellationToken stop) =>
        key is null
            ? await IntegrationDraft.TokenAsync(tokenFile, stop)
            : throw new ConfigurationException($"{name} uses an API token: give --token-file, or nothing to be asked.");

    private static IntegrationFile WithKey(
        IntegrationFile file,
        string name,
        string? tokenFile,
        string? keyFile,
        string? keyId
    ) =>
        keyFile is not null && tokenFile is null
            ? file with
            {
                PrivateKeyFile = Path.GetFullPath(keyFile),
                KeyId = keyId ?? file.KeyId,
            }
            : throw new ConfigurationException(
                $"{name} is a service app: give --private-key-file, and --key-id if the new key has another id."
            );
}
