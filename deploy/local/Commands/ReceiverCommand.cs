using System.CommandLine;
using System.Net;
using Pipeline.Local.Receiver;

namespace Pipeline.Local.Commands;

/// <summary><c>okta-local receiver</c>: the other end of delivery as a process of its own.</summary>
internal static class ReceiverCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port") { Description = "Port to listen on; 0 takes a free one." };
        var listen = new Option<string>("--listen")
        {
            Description = "Address to listen on.",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var output = new Option<string?>("--out") { Description = "Directory for alerts.jsonl and telemetry.jsonl." };
        var maxBytes = new Option<long?>("--max-bytes") { Description = "Larger bodies get 413." };
        var faults = new Option<string?>("--faults") { Description = "How to misbehave: a JSON file, or JSON itself." };
        var command = new Command("receiver", "Run a receiver of alerts and telemetry.")
        {
            port,
            listen,
            output,
            maxBytes,
            faults,
        };
        command.SetAction(
            (parsed, cancel) =>
                ServerRun.UntilStoppedAsync(
                    async () =>
                    {
                        var options = new ReceiverOptions
                        {
                            Port = parsed.GetValue(port),
                            Address = IPAddress.Parse(parsed.GetValue(listen)!),
                            OutputDirectory = parsed.GetValue(output),
                            MaxBytes = parsed.GetValue(maxBytes),
                            Faults = ReceiverScript.Load(parsed.GetValue(faults)),
                        };
                        var receiver = await DeliveryReceiver.StartAsync(options, TimeProvider.System);
                        return (receiver, $"receiver.url={receiver.Url.GetLeftPart(UriPartial.Authority)}");
                    },
                    cancel
                )
        );
        return command;
    }
}
