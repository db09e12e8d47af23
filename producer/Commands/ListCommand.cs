using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Producer.Integrations;

namespace Pipeline.Producer.Commands;

/// <summary><c>integrations list</c>: what is there, without its secrets.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "One JSON object a line." };
        var directory = IntegrationsCommand.DirectoryOption();
        var command = new Command("list", "List the integrations, without their secrets.") { json, directory };
        command.SetAction(parsed =>
            IntegrationsCommand.Guarded(_ =>
            {
                var opened = IntegrationsCommand.Open(parsed.GetValue(directory));
                var found = opened.Read();
                if (found.Count == 0)
                {
                    Console.Error.WriteLine(IntegrationsCommand.Nothing(opened));
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
}
