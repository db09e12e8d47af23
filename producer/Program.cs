using Pipeline.Producer.Commands;

return await ProducerCommands.Root().Parse(args).InvokeAsync(ProducerCommands.Invocation);
