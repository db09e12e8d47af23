using System.CommandLine;
using Pipeline.Kafka;

namespace Pipeline.Producer.Commands;

/// <summary><c>integrations remove</c>: no longer collected; what was collected stays.</summary>
internal static class RemoveCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "The integration." };
        var directory = IntegrationsCommand.DirectoryOption();
        var command = new Command("remove", "Remove an integration and its token. What was collected stays.")
        {
            name,
            directory,
        };
        command.SetAction(parsed =>
            IntegrationsCommand.Guarded(_ =>
            {
                IntegrationsCommand.Open(parsed.GetValue(directory)).Remove(parsed.GetValue(name)!);
                Console.Error.WriteLine(
                    $"{parsed.GetValue(name)} is removed: a running producer ends its collection. Its events, and the "
                        + "checkpoint to go on from if it is added again, stay in Kafka. Revoke the token in Okta."
                );
                return Task.FromResult(ProgramExit.Ok);
            })
        );
        return command;
    }
}
