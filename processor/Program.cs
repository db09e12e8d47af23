using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Processor;
using Pipeline.Processor.Commands;
using Pipeline.Processor.Detection;
using Pipeline.Processor.Embedded;
using Pipeline.Processor.Rules;
using Pipeline.Processor.Streams;
using Pipeline.Schemas;

using var signals = new TerminationSignals();
return await ProgramExit.GuardAsync(
    () =>
    {
        var configuration = KafkaConfiguration.Load();
        var kafka = KafkaConfiguration.Bind<KafkaOptions>(configuration, "Kafka");
        var processor = KafkaConfiguration.Bind<ProcessorOptions>(configuration, ProcessorOptions.Section);
        var topics = Topology.AllTopics(processor.Application, kafka.Partitions);
        // The tools say in a sentence what fails; the client's own lines would only repeat it.
        IKafkaClients Brokers(KafkaOptions options) => new LibrdkafkaClients(options, NullLoggerFactory.Instance);
        static StageServices BuiltIn() => new(new CommittedSchemaIds(), DetectionSet.With(BuiltInRules.With([])), 1);
        var root = new RootCommand(
            "Routes Okta System Log events, detects identity attacks in them, delivers what comes of it."
        )
        {
            RunCommand.Create(),
            BacktestCommand.Create(),
            ExplainCommand.Create(configuration, Brokers, EmbeddedLog.OpenReader),
            ReadCommand.Create(kafka, Brokers, EmbeddedLog.OpenReader),
            StateCommand.Create(kafka, processor, Topology.Stages, BuiltIn, Brokers, EmbeddedLog.OpenReader),
            RulesCommand.Create(),
            TopologyCommand.Create(),
            TopicsCommand.Create(kafka, topics, Brokers),
            SchemasCommand.Create(kafka, topics),
        };
        var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
        return CommandLine.RunAsync(root, args, invocation, signals.Token);
    },
    Console.Error,
    signals.Token
);
