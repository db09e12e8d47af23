using Pipeline.Kafka;
using Pipeline.Producer.Commands;

return await CommandLine.RunAsync(ProducerCommands.Root(), args, ProducerCommands.Invocation, CancellationToken.None);
