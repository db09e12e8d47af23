using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Local.Commands;

using var signals = new TerminationSignals();
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
return await CommandLine.RunAsync(LocalCommand.Create(), args, invocation, signals.Token);
