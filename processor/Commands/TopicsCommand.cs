using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Schemas;

namespace Pipeline.Processor.Commands;

/// <summary><c>topics apply|check</c>: the topics as the pipeline needs them.</summary>
internal static class TopicsCommand
{
    /// <param name="options">Section Kafka of the configuration; options of the command line win.</param>
    /// <param name="topics">All topics, the changelogs too.</param>
    /// <param name="brokers">Opens brokers.</param>
    public static Command Create(
        KafkaOptions options,
        IReadOnlyList<TopicSpec> topics,
        Func<KafkaOptions, IKafkaClients> brokers
    )
    {
        var servers = new Option<string?>("--bootstrap-servers")
        {
            Description = "Brokers, host:port,host:port.",
            Recursive = true,
        };
        var apply = new Command("apply", "Create the topics that are missing, then check all. Changes no topic.");
        var check = new Command("check", "Say what is missing or different, and what to do.");
        apply.SetAction((parse, stop) => RunAsync(parse, isApply: true, stop));
        check.SetAction((parse, stop) => RunAsync(parse, isApply: false, stop));
        return new Command("topics", "Create or check the pipeline's topics. " + ProgramExit.Codes)
        {
            apply,
            check,
            servers,
        };

        Task<int> RunAsync(ParseResult parse, bool isApply, CancellationToken stop) =>
            ProgramExit.GuardAsync(
                async () =>
                {
                    options.BootstrapServers = parse.GetValue(servers) ?? options.BootstrapServers;
                    if (string.IsNullOrEmpty(options.BootstrapServers))
                    {
                        throw new ConfigurationException(
                            "No brokers: give --bootstrap-servers HOST:PORT, or set Kafka:BootstrapServers."
                        );
                    }

                    using var client = brokers(options).CreateAdmin();
                    var admin = new TopicAdmin(client, options.ReplicationFactor);
                    return await RunTopicsAsync(admin, topics, isApply, parse.InvocationConfiguration.Output);
                },
                parse.InvocationConfiguration.Error,
                stop,
                ProgramExit.Interrupted
            );
    }

    private static async Task<int> RunTopicsAsync(
        TopicAdmin admin,
        IReadOnlyList<TopicSpec> topics,
        bool isApply,
        TextWriter output
    )
    {
        var created = isApply ? await admin.ApplyAsync(topics) : [];
        foreach (var topic in created)
        {
            await output.WriteLineAsync($"created {topic}");
        }

        // A topic that was created a moment ago may not be in every broker's metadata yet.
        var findings = await admin.CheckAsync([.. topics.Where(x => !created.Contains(x.Name))]);
        foreach (var finding in findings)
        {
            await output.WriteLineAsync(finding.Message);
        }

        if (findings.Count == 0)
        {
            await output.WriteLineAsync($"{topics.Count} topics are as they must be.");
        }

        return findings.Count == 0 ? ProgramExit.Ok : ProgramExit.Failed;
    }
}
