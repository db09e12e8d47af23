using System.CommandLine;
using Pipeline.Kafka;
using Pipeline.Local.Commands;

using var signals = new TerminationSignals();
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
return await LocalCommand.Create().Parse(args).InvokeAsync(invocation, signals.Token);
