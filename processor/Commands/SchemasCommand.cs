using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Processor.Commands;

/// <summary><c>schemas register|check</c>: the committed schemas in a registry.</summary>
internal static class SchemasCommand
{
    /// <param name="options">Section Kafka of the configuration; options of the command line win.</param>
    /// <param name="topics">All topics; those without a record have no subject.</param>
    public static Command Create(KafkaOptions options, IReadOnlyList<TopicSpec> topics)
    {
        var registry = new Option<string?>("--schema-registry")
        {
            Description = "URL of the schema registry.",
            Recursive = true,
        };
        var register = new Command("register", "Register each schema under its topic's subject, FULL_TRANSITIVE.");
        var check = new Command("check", "Say which subjects lack or refuse the committed schemas.");
        register.SetAction((parse, stop) => RunAsync(parse, RegisterAsync, stop));
        check.SetAction((parse, stop) => RunAsync(parse, CheckAsync, stop));
        return new Command("schemas", "Register or check the committed schemas. " + ProgramExit.Codes)
        {
            register,
            check,
            registry,
        };

        Task<int> RunAsync(
            ParseResult parse,
            Func<RegistrySchemaIds, TextWriter, Task<int>> tool,
            CancellationToken stop
        ) =>
            ProgramExit.GuardAsync(
                async () =>
                {
                    var url = parse.GetValue(registry) ?? options.SchemaRegistryUrl;
                    if (string.IsNullOrEmpty(url))
                    {
                        throw new ConfigurationException(
                            "No schema registry: give --schema-registry URL, or set Kafka:SchemaRegistryUrl."
                        );
                    }

                    using var ids = new RegistrySchemaIds(url);
                    return await tool(ids, parse.InvocationConfiguration.Output);
                },
                parse.InvocationConfiguration.Error,
                stop,
                ProgramExit.Interrupted
            );

        async Task<int> RegisterAsync(RegistrySchemaIds ids, TextWriter output)
        {
            foreach (var (subject, id) in await ids.RegisterAsync(topics))
            {
                await output.WriteLineAsync($"{subject} has id {id}");
            }

            return ProgramExit.Ok;
        }

        async Task<int> CheckAsync(RegistrySchemaIds ids, TextWriter output)
        {
            var findings = await ids.CheckAsync(topics);
            foreach (var finding in findings)
            {
                await output.WriteLineAsync(finding);
            }

            if (findings.Count == 0)
            {
                await output.WriteLineAsync("Every subject has the committed schema.");
            }

            return findings.Count == 0 ? ProgramExit.Ok : ProgramExit.Failed;
        }
    }
}
