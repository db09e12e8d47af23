using Microsoft.Extensions.Logging.Abstractions;
using Pipeline.Kafka;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;

namespace Pipeline.Producer.Commands;

/// <summary>
/// <c>okta-producer check</c>: one line per thing checked; exit code 2 where one of them is not right.
/// </summary>
internal static class CheckCommand
{
    public static async Task<int> RunAsync(ProgramOptions options, TextWriter output, CancellationToken stop)
    {
        var clients = new LibrdkafkaClients(options.Kafka, NullLoggerFactory.Instance);
        var findings = await ProducerTopics.FindingsAsync(clients, options.Kafka, create: false);
        foreach (var finding in findings)
        {
            await output.WriteLineAsync(finding);
        }

        if (findings.Count == 0)
        {
            await output.WriteLineAsync("Topics: as they must be.");
        }

        using var handler = OktaHttp.Handler(options.Okta.Proxy);
        var orgs = await OrgsAsync(options.Okta, handler, TimeProvider.System, output, stop);
        return findings.Count == 0 && orgs ? ProgramExit.Ok : ProgramExit.Configuration;
    }

    /// <summary>Asks each org for one page as collection would. Returns whether all gave one.</summary>
    public static async Task<bool> OrgsAsync(
        ProducerOptions options,
        HttpMessageHandler handler,
        TimeProvider time,
        TextWriter output,
        CancellationToken stop
    )
    {
        using var http = new HttpMessageInvoker(handler, disposeHandler: false);
        using var slots = new PageSlots(1);
        var good = true;
        foreach (var tenant in TenantCatalogue.Of(options, http, time))
        {
            var client = new PageClient(tenant.Org, tenant.Credentials, http, slots, time);
            var url = LogsUrl.WithLimit(LogsUrl.First(tenant.Org, time.GetUtcNow() - TimeSpan.FromHours(1)), 1);
            using var answer = await client.GetAsync(url, stop);
            good &= answer.Page is not null;
            var result = answer.Failure is { } failure
                ? $"{failure.Message} (request {answer.RequestId ?? "-"})"
                : "the token may read the System Log; rate limit "
                    + $"{answer.Rate.Limit?.ToString() ?? "unknown"} per minute";
            await output.WriteLineAsync($"Tenant {tenant.Name} at {tenant.Org.Text}: {result}.");
        }

        return good;
    }
}
