using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Processor.Commands;

using var signals = new TerminationSignals();
var root = new RootCommand(
    "Routes Okta System Log events, detects identity attacks in them, delivers what comes of it."
)
{
    RunCommand.Create(),
    BacktestCommand.Create(),
    TopologyCommand.Create(),
};
var configuration = new InvocationConfiguration { ProcessTerminationTimeout = null };
return await root.Parse(args).InvokeAsync(configuration, signals.Token);
