using System.CommandLine;
using Microsoft.Extensions.Logging;
using Pipeline.Kafka;
using Pipeline.Kafka.Observation;
using Pipeline.Processor.Configuration;
using Pipeline.Processor.Delivery;
using Pipeline.Processor.Detection.Sigma;
using Pipeline.Processor.Rules;

namespace Pipeline.Processor.Commands;

/// <summary><c>okta-processor run</c>: the roles of this process, until it is told to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var roles = new Option<string[]>("--roles")
        {
            Description =
                $"Roles of this process, separated by commas; all by default: {string.Join(", ", Roles.All)}.",
        };
        var instance = new Option<string?>("--instance")
        {
            Description = "Identity of this instance, unique and stable; default: HOSTNAME.",
        };
        var instances = new Option<int?>("--instances")
        {
            Description =
                "Engines of each stage in this process, at most one for each partition; default: the cores, shared by "
                + "the stages. The same as so many processes.",
        };
        var rules = new Option<string[]>("--rules")
        {
            Description = "A directory of Sigma rules besides the built-in ones; may be given several times.",
        };
        var command = new Command("run", "Run stages and sinks against the brokers of Kafka:BootstrapServers.")
        {
            roles,
            instance,
            instances,
            rules,
        };
        command.SetAction(
            (parse, stop) =>
                ProgramExit.GuardAsync(
                    () =>
                        RunAsync(
                            Roles.Parse(parse.GetValue(roles) ?? []),
                            parse.GetValue(instance),
                            parse.GetValue(instances),
                            parse.GetValue(rules) ?? [],
                            stop
                        ),
                    Console.Error,
                    stop
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        IReadOnlySet<string> roles,
        string? instance,
        int? instances,
        string[] ruleDirectories,
        CancellationToken stop
    )
    {
        var configuration = KafkaConfiguration.Load();
        using var loggers = ConsoleLog.Create(configuration);
        var logger = loggers.CreateLogger("Pipeline.Processor");
        var kafka = KafkaConfiguration.Kafka(configuration);
        var delivery = DeliveryOptions.From(configuration);
        var options = KafkaConfiguration.Bind<ProcessorOptions>(configuration, ProcessorOptions.Section);
        options.Instance = instance ?? options.Instance;
        options.Instances = instances ?? options.Instances;
        var rules = LoadRules(ruleDirectories, logger);
        var clients = new LibrdkafkaClients(kafka, loggers);
        var ids = KafkaConfiguration.SchemaIds(kafka);
        using var disposable = ids as IDisposable;
        var topics = Topology.AllTopics(options.Application, kafka.Partitions);
        await LogPreparation.EnsureAsync(clients, kafka, ids, topics, logger);
        var host = new ProcessorHost(
            clients,
            ids,
            ConfiguredDetections.Of(configuration, rules, logger),
            options,
            delivery,
            kafka.Partitions,
            TimeProvider.System,
            loggers
        );
        logger.LogInformation(
            "Instance {Instance} runs {Roles}",
            options.InstanceOrHost(),
            string.Join(", ", roles.Order(StringComparer.Ordinal))
        );
        await using var observed = await ObservationServer.StartAsync(
            KafkaConfiguration.Bind<HttpOptions>(configuration, HttpOptions.Section),
            () => host.IsLive,
            () => host.IsReady,
            stop
        );
        await host.RunAsync(roles, stop);
        return ProgramExit.Ok;
    }

    private static SigmaRuleSet LoadRules(string[] directories, ILogger logger)
    {
        var rules = BuiltInRules.With(directories);
        foreach (var refusal in rules.Refusals)
        {
            logger.LogWarning("Rule refused: {Refusal}", refusal);
        }

        return rules;
    }
}
